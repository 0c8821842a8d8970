using System.Text.RegularExpressions;
using Torrone.Server.Accounts;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>No user name is the first word of an address of this site.</summary>
public sealed partial class ReservedNameTests
{
    [Fact]
    public void The_first_word_of_every_route_is_reserved()
    {
        List<string> words = [.. Directory.EnumerateFiles(Repository.File("src", "Torrone.Server"), "*.cs*", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            // What stands there lies under /api/v1, whose first word is checked below.
            .Where(f => !f.Contains("/Api/", StringComparison.Ordinal))
            .SelectMany(f => Route().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct()];
        Assert.Contains("account", words);
        Assert.Contains("v3", words);
        Assert.NotNull(NameRules.Check("api"));
        // A word that cannot be a user name needs no place in the list.
        Assert.DoesNotContain(words, w => NameRules.Check(w) is null);
    }

    [GeneratedRegex(@"(?:@page |Map(?:Get|Post|Put|Delete|Methods|Group)\()""/([A-Za-z0-9_.\-]+)")]
    private static partial Regex Route();
}
