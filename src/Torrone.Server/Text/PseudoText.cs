using System.Text;

namespace Torrone.Server.Text;

/// <summary>Turns an English sentence into one that a test can tell from English and that is as long as the longest language.</summary>
public static class PseudoText
{
    private const string Plain = "AaBbCcDdEeFfGgHhIiJjKkLlMmNnOoPpQqRrSsTtUuVvWwXxYyZz";
    private const string Accented = "ÅåƁƀÇçÐđÉéƑƒĜĝĤĥÎîĴĵĶķĻļṀṁÑñÖöÞþǪǫŔŕŠšŢţÛûṼṽŴŵẊẋÝýŽž";

    /// <summary>Accents the letters outside {placeholders} and &lt;tags&gt; and adds a third of the length, in ⟦ ⟧.</summary>
    public static string Disguise(string sentence)
    {
        StringBuilder text = new("⟦");
        int depth = 0;
        foreach (char c in sentence)
        {
            depth += c is '{' or '<' ? 1 : c is '}' or '>' ? -1 : 0;
            int at = depth == 0 ? Plain.IndexOf(c, StringComparison.Ordinal) : -1;
            text.Append(at < 0 ? c : Accented[at]);
        }

        return text.Append('~', sentence.Length / 3).Append('⟧').ToString();
    }
}
