using Torrone.Fuzz.Tests.Running;
using Torrone.Server.ApiKeys;

namespace Torrone.Fuzz.Tests.Targets;

/// <summary>A pattern of a key, a line break, and an id that it is asked about. Compared with the slow way of matching.</summary>
internal sealed class GlobTarget : TextTarget
{
    private static readonly string[] Ids = ["Contoso.Json", "contoso", "a", "A.A.A.A.A.A.A.A", "x_y-z", "Contoso.Json.Contoso"];

    public override string Name => "glob";

    public override int Longest => 300;

    public override int LeastTaken => 200;

    protected override IReadOnlyList<string> OwnWords =>
        ["*", "**", "*.*", "\n", ".", "-", "_", "a", "A", "k", "K", "aa", "Contoso", "contoso.*", "*json", "*a*a*a*", "?", "[a-z]", ".*", "^", "$", "/"];

    protected override IEnumerable<string> Texts =>
        ["*\nContoso.Json", "Contoso.*\ncontoso.json", "*.Json\nContoso.Json", "C*so*J*n\nContoso.Json", "Contoso.Json\ncontoso.JSON", "a*a*a*a\naaaaaaab", " x \nx"];

    protected override object? Run(string text)
    {
        var (pattern, id) = Cut(text);
        return GlobPattern.TryParse(pattern, out var glob) ? (glob, glob.Matches(id), Ids.Count(glob.Matches), GlobPattern.TryParse(id, out var other) && glob.Covers(other)) : null;
    }

    protected override string Judge(string text, object? result)
    {
        var (written, id) = Cut(text);
        if (result is not (GlobPattern glob, bool matches, int many, bool covers))
        {
            return $"refused {written.Length is 0 or > GlobPattern.MaxLength}";
        }

        Assert.Equal(Matches(glob.Text, id), matches);
        Assert.Equal(Ids.Count(one => Matches(glob.Text, one)), many);
        Assert.True(GlobPattern.TryParse(glob.Text, out var again) && again.Equals(glob));
        Assert.True(!glob.MatchesEverything || many == Ids.Length);
        if (covers)
        {
            Assert.True(GlobPattern.TryParse(id, out var narrow));
            Assert.All(Ids, one => Assert.True(!narrow.Matches(one) || glob.Matches(one)));
        }

        return $"ok {Math.Min(5, glob.Text.Count(c => c == '*'))} {matches} {many} {covers} {Math.Min(3, glob.Text.Length / 40)}";
    }

    private static (string Pattern, string Id) Cut(string text) =>
        text.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "Contoso.Json");

    /// <summary>Row by row: true at a place when the pattern so far matches the id so far.</summary>
    private static bool Matches(string pattern, string id)
    {
        if (id.Length is 0 or > 128 || id.Any(c => c > 127))
        {
            return false;
        }

        var row = new bool[id.Length + 1];
        row[0] = true;
        foreach (var sign in pattern)
        {
            var next = new bool[id.Length + 1];
            for (var at = 0; at <= id.Length; at++)
            {
                next[at] = sign == '*'
                    ? row[at] || (at > 0 && next[at - 1])
                    : at > 0 && row[at - 1] && char.ToLowerInvariant(id[at - 1]) == char.ToLowerInvariant(sign);
            }

            row = next;
        }

        return row[^1];
    }
}
