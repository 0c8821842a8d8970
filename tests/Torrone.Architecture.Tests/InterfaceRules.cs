using System.Reflection;
using Torrone.NuGet.Identity;
using Torrone.Server.Data;
using Torrone.Storage;
using Xunit;

namespace Torrone.Architecture.Tests;

/// <summary>An interface has two implementations, or a reason.</summary>
public sealed class InterfaceRules
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["Torrone.Storage.IBlobStore"] = "Files today, S3 next; one contract suite runs on every store.",
    };

    private static readonly Assembly[] All = [typeof(PackageId).Assembly, typeof(BlobHash).Assembly, typeof(Database).Assembly];

    [Fact]
    public void Every_interface_has_two_implementations_or_a_listed_reason()
    {
        Rule.IsBrokenByNone(Interfaces().Where(i => Implementations(i) < 2 && !Reasons.ContainsKey(i.FullName!)).Select(i => i.FullName));
    }

    [Fact]
    public void Every_listed_reason_is_still_needed()
    {
        Rule.IsBrokenByNone(Reasons.Keys.Except(Interfaces().Where(i => Implementations(i) < 2).Select(i => i.FullName!)));
    }

    private static IEnumerable<Type> Interfaces() => All.SelectMany(a => a.GetTypes())
        .Where(t => t.IsInterface && t.Namespace is { } n && n.StartsWith("Torrone.", StringComparison.Ordinal));

    private static int Implementations(Type contract) => All.SelectMany(a => a.GetTypes()).Count(t => t.IsClass && contract.IsAssignableFrom(t));
}
