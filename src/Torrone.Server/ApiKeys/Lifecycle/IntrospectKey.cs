using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Tells whoever holds a valid key what it is and what it reaches.</summary>
public sealed class IntrospectKey(Database database, OwnedPackages packages)
{
    /// <summary>The key's facts, and which of its owner's packages of today it covers; null when it was deleted meanwhile.</summary>
    public Task<KeyIntrospection?> RunAsync(PresentedKey presented, CancellationToken cancellation = default) => database.ReadSnapshotAsync(async read =>
    {
        if (await KeyReader.FindByIdAsync(read, presented.KeyId) is not { } key)
        {
            return null;
        }

        SortedSet<string> reached = new(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<long, PresentedScope> scopes in presented.Scopes.Where(s => s.ActsFor(presented.PrincipalId)).GroupBy(s => s.OwnerId))
        {
            reached.UnionWith((await packages.IdsAsync(read, scopes.Key)).Where(id => scopes.Any(s => s.Covers(id))));
        }

        return new KeyIntrospection(key, [.. reached]);
    }, cancellation);
}
