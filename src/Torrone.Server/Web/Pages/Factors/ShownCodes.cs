namespace Torrone.Server.Web.Pages.Factors;

/// <summary>Recovery codes on the one page that shows them.</summary>
/// <param name="Codes">The codes.</param>
/// <param name="Done">What was done, as a sentence.</param>
public sealed record ShownCodes(IReadOnlyList<string> Codes, string Done)
{
    /// <summary>As a text file: with what it is for and a line break after each.</summary>
    public string File(string site) => WebText.Factors.Format("Codes.File", site) + "\n\n" + string.Join('\n', Codes) + "\n";

    /// <summary>Without the codes: records print all they hold.</summary>
    public override string ToString() => Done;
}
