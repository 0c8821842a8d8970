using Xunit;

namespace Torrone.Architecture.Tests;

/// <summary>A type says what it is, an operation what it does.</summary>
public sealed class NameRules
{
    private static readonly string[] Empty = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Facts"];

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        Rule.IsBrokenByNone(Assemblies.Written.Where(t => Empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal))).Select(t => t.FullName));
    }

    [Fact]
    public void No_namespace_has_a_name_that_says_nothing()
    {
        Rule.IsBrokenByNone(Assemblies.Written.Select(t => t.Namespace).Distinct()
            .Where(n => n.Split('.').Any(part => Empty.Contains(part) || part is "Common" or "Core" or "Misc")));
    }
}
