using Xunit;

namespace Torrone.Architecture.Tests;

internal static class Rule
{
    /// <summary>Fails with one line for each thing that breaks the rule.</summary>
    public static void IsBrokenByNone(IEnumerable<string?> offenders)
    {
        string[] found = [.. offenders.OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        Assert.True(found.Length == 0, $"{found.Length} break it:\n{string.Join('\n', found)}");
    }
}
