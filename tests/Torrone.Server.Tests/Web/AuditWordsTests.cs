using System.Text.RegularExpressions;
using System.Xml.Linq;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>Every act that is written to the audit log can be said in words: no reader meets a bare code.</summary>
public sealed partial class AuditWordsTests
{
    [Fact]
    public void Every_act_in_the_source_has_a_sentence()
    {
        HashSet<string> sentences = [.. XDocument.Load(Repository.File("src", "Torrone.Server", "Web", "Resources", "Audit.resx")).Root!
            .Elements("data").Select(d => d.Attribute("name")!.Value)];
        string[] acts = [.. Directory.EnumerateFiles(Repository.File("src", "Torrone.Server"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(f => Act().Matches(File.ReadAllText(f)))
            .SelectMany(m => m.Groups.Cast<Group>().Skip(1).Where(g => g.Success).Select(g => g.Value)).Distinct().Order(StringComparer.Ordinal)];

        Assert.True(acts.Length > 30, $"Only {acts.Length} acts were found: they are written in another way now.");
        Assert.Equal([], acts.Where(a => !sentences.Contains("Action." + a)));
    }

    // The first argument: a word, or one of two words.
    [GeneratedRegex("""new AuditEntry\(\s*(?:[^",;()]*\?\s*)?"([a-z.-]+)"(?:\s*:\s*"([a-z.-]+)")?""")]
    private static partial Regex Act();
}
