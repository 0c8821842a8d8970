using System.Runtime.CompilerServices;
using Torrone.Server.Data;
using Torrone.Server.Http;
using Torrone.Server.Text;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Every key that acts for an organization, its own and its members', for its administrators: in pages with a filter, and as a table to
/// download. Revoking them is <see cref="EndKey"/>'s, with the organization as principal.
/// </summary>
public sealed class OrganizationKeys(Database database, SiteTag site, TimeProvider clock)
{
    private static TextSource Text => ApiKeysText.Text;

    /// <summary>The keys that pass the filter, what needs attention first, then by name; and how many there are of each state.</summary>
    /// <param name="page">From 1.</param>
    /// <param name="size">Keys of one page, 1 to 200.</param>
    /// <exception cref="UnauthorizedAccessException">The caller does not administer the organization.</exception>
    public async Task<OrganizationKeyPage> PageAsync(KeyCaller caller, long organizationId, OrganizationKeyFilter filter, int page, int size = 50,
        CancellationToken cancellation = default)
    {
        (List<KeyDetails> all, List<KeyDetails> passed) = await ReadAsync(caller, organizationId, filter, cancellation);
        int take = Math.Clamp(size, 1, 200);
        long now = Now();
        return new OrganizationKeyPage([.. passed.Skip((Math.Clamp(page, 1, 1_000_000) - 1) * take).Take(take)], passed.Count,
            all.GroupBy(k => k.StateAt(now)).ToDictionary(g => g.Key, g => g.Count()),
            [.. all.Select(k => k.PrincipalName).Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)]);
    }

    /// <summary>The names of the columns of <see cref="CsvAsync"/>.</summary>
    public static IReadOnlyList<string?> CsvHeader() =>
    [
        .. ((string[])["Id", "Name", "Key", "Holder", "Maker", "State", "Actions", "Packages", "Addresses", "Versions", "Created", "Expires",
            "LastUsed", "LastUsedAddress", "LastUsedClient", "LastUsedPackage", "RevokedReason"]).Select(c => Text["Csv." + c]),
    ];

    /// <summary>The keys that pass the filter as rows for <see cref="CsvWriter"/>, which makes what people typed harmless.</summary>
    /// <exception cref="UnauthorizedAccessException">The caller does not administer the organization.</exception>
    public async IAsyncEnumerable<IReadOnlyList<string?>> CsvAsync(
        KeyCaller caller, long organizationId, OrganizationKeyFilter filter, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        foreach (KeyDetails key in (await ReadAsync(caller, organizationId, filter, cancellation)).Passed)
        {
            yield return Row(key);
        }
    }

    private async Task<(List<KeyDetails> All, List<KeyDetails> Passed)> ReadAsync(
        KeyCaller caller, long organizationId, OrganizationKeyFilter filter, CancellationToken cancellation)
    {
        List<KeyDetails> all = await database.ReadSnapshotAsync(async read =>
        {
            await KeyRights.DemandAsync(read, caller, organizationId, Now());
            return caller.Key is null ? await KeyReader.ListOfOrganizationAsync(read, organizationId) : throw new UnauthorizedAccessException();
        }, cancellation);
        long now = Now();
        return (all, [.. all.Where(k => filter.Passes(k, now)).OrderBy(k => k.StateAt(now)).ThenBy(k => k.Name, StringComparer.CurrentCultureIgnoreCase)]);
    }

    private string?[] Row(KeyDetails key) =>
    [
        key.PublicId, key.Name, key.Hint is null ? null : KeyText.Shown(key.TypeLetter, site.Value, key.Hint), key.PrincipalName, key.CreatorName,
        Text["Csv.State." + key.StateAt(Now())], string.Join(' ', key.Actions.Select(a => a.Name())), string.Join(' ', key.Globs.Concat(key.PackageIds)),
        string.Join(' ', key.Addresses), string.Join(' ', key.Versions), CsvWriter.Moment(key.CreatedAt), CsvWriter.Moment(key.ExpiresAt),
        CsvWriter.Moment(key.LastUsedAt), key.LastUsedAddress, key.LastUsedClient, key.LastUsedPackage, key.RevokedReason,
    ];

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
