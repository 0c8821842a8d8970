using System.Text.RegularExpressions;
using System.Xml.Linq;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>Pages and sentences fit together: no page asks for a key that is not there, and no sentence is left that no page shows.</summary>
public sealed partial class TextKeyTests
{
    private static readonly string Web = Repository.File("src", "Torrone.Server", "Web");

    private static readonly Dictionary<string, string[]> Keys = Directory.EnumerateFiles(Path.Combine(Web, "Resources"), "*.resx")
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => XDocument.Load(f).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToArray());

    [Fact]
    public void Every_key_that_a_page_asks_for_is_there()
    {
        List<string> missing = [];
        int asked = 0;
        foreach (string file in Sources())
        {
            string text = File.ReadAllText(file);
            foreach (Match use in Use().Matches(text))
            {
                string of = use.Groups["area"].Success ? use.Groups["area"].Value : AreaOf(file, text);
                bool plural = use.Groups["how"].Value is "Plural" or "HtmlPlural";
                string key = use.Groups["key"].Value + (plural ? ".other" : "");
                asked++;
                // A key that is put together ends in a dot here: at least one sentence must begin so.
                if (!(Keys.GetValueOrDefault(of) ?? []).Any(k => key.EndsWith('.') ? k.StartsWith(key, StringComparison.Ordinal) : k == key))
                {
                    missing.Add($"{Path.GetRelativePath(Web, file)}: {of} {key}");
                }
            }
        }

        Assert.True(asked > 200, $"Only {asked} keys were found: the pages ask in another way now.");
        Assert.True(missing.Count == 0, string.Join('\n', missing));
    }

    [Fact]
    public void No_sentence_is_left_that_nothing_shows()
    {
        string all = string.Join('\n', Sources().Select(File.ReadAllText));
        string[] left = [.. Keys.SelectMany(area => area.Value.Select(key => (Area: area.Key, Key: key)))
            .Where(k => !Mentioned(all, k.Key)).Select(k => $"{k.Area} {k.Key}")];

        Assert.True(left.Length == 0, string.Join('\n', left));
    }

    [Fact]
    public void A_sentence_with_a_number_has_a_form_for_one()
    {
        string[] lonely = [.. Keys.SelectMany(area => area.Value.Where(k => k.EndsWith(".other", StringComparison.Ordinal)
            && !area.Value.Contains(k[..^5] + "one")).Select(k => $"{area.Key} {k}"))];

        Assert.Empty(lonely);
    }

    // Whole, or put together from its part before a dot ("Theme." + name) or after one (name + ".Title").
    private static bool Mentioned(string sources, string key)
    {
        string stem = key.EndsWith(".one", StringComparison.Ordinal) ? key[..^4] : key.EndsWith(".other", StringComparison.Ordinal) ? key[..^6] : key;
        int[] dots = [.. Enumerable.Range(0, stem.Length).Where(i => stem[i] == '.')];
        return sources.Contains($"\"{stem}\"", StringComparison.Ordinal)
            || dots.Any(i => sources.Contains($"\"{stem[..(i + 1)]}\"", StringComparison.Ordinal)
                || sources.Contains($"$\"{stem[..(i + 1)]}{{", StringComparison.Ordinal)
                || sources.Contains($"\"{stem[i..]}\"", StringComparison.Ordinal));
    }

    // A page's folder is its area, unless the page says another.
    private static string AreaOf(string file, string text) => Own().Match(text) is { Success: true } own
        ? own.Groups["area"].Value
        : Path.GetFileName(Path.GetDirectoryName(file)!);

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Web, "*.cs*", SearchOption.AllDirectories)
        .Where(f => Path.GetFileName(f) != "WebText.cs");

    [GeneratedRegex(@"TextSource T\s*=>?\s*WebText\.(?<area>\w+)")]
    private static partial Regex Own();

    [GeneratedRegex(@"(?:\bT|WebText\.(?<area>\w+))(?:\[\s*|\.(?<how>Format|Html|Plural|HtmlPlural|English)\(\s*)""(?<key>[^""]+)""")]
    private static partial Regex Use();
}
