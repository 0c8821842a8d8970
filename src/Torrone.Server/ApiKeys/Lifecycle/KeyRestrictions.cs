using NuGet.Versioning;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Where a key may be used from and for which versions: read, checked and made one form, each once.</summary>
public sealed class KeyRestrictions
{
    /// <summary>The most address ranges of one key.</summary>
    public const int MaxAddresses = 20;

    /// <summary>The most exact versions of one key.</summary>
    public const int MaxVersions = 50;

    private const int LongestVersion = 128;

    private KeyRestrictions(List<AddressRange> addresses, List<string> versions, List<KeyProblem> problems)
    {
        Addresses = addresses;
        Versions = versions;
        Problems = problems;
    }

    public IReadOnlyList<AddressRange> Addresses { get; }

    /// <summary>Normalized and in lower case.</summary>
    public IReadOnlyList<string> Versions { get; }

    internal IReadOnlyList<KeyProblem> Problems { get; }

    /// <summary>Reads both lists; empty entries are left out.</summary>
    internal static KeyRestrictions Read(IReadOnlyList<string> addresses, IReadOnlyList<string> versions)
    {
        List<KeyProblem> problems = [];
        List<AddressRange> ranges = [];
        foreach (string text in addresses.Where(a => !string.IsNullOrWhiteSpace(a)))
        {
            if (AddressRange.TryParse(text, out AddressRange? range))
            {
                ranges.Add(range);
            }
            else
            {
                problems.Add(KeyProblem.Of("addresses", "ProblemAddress", KeySubjects.Shortened(text)));
            }
        }

        List<string> exact = [];
        foreach (string text in versions.Where(v => !string.IsNullOrWhiteSpace(v)))
        {
            if (text.Length <= LongestVersion && NuGetVersion.TryParse(text.Trim(), out NuGetVersion? version))
            {
                exact.Add(version.ToNormalizedString().ToLowerInvariant());
            }
            else
            {
                problems.Add(KeyProblem.Of("versions", "ProblemVersion", KeySubjects.Shortened(text)));
            }
        }

        ranges = [.. ranges.DistinctBy(r => r.ToString())];
        exact = [.. exact.Distinct(StringComparer.Ordinal)];
        if (ranges.Count > MaxAddresses)
        {
            problems.Add(KeyProblem.Of("addresses", "ProblemTooManyAddresses", MaxAddresses));
        }

        if (exact.Count > MaxVersions)
        {
            problems.Add(KeyProblem.Of("versions", "ProblemTooManyVersions", MaxVersions));
        }

        return new KeyRestrictions(ranges, exact, problems);
    }

    /// <summary>Gives the key these limits in the place of others.</summary>
    internal async Task KeepAsync(WriteTransaction write, long keyId)
    {
        await write.ExecuteAsync("DELETE FROM api_key_addresses WHERE key_id = @keyId", new { keyId });
        await write.ExecuteAsync("DELETE FROM api_key_versions WHERE key_id = @keyId", new { keyId });
        await write.ExecuteAsync("INSERT INTO api_key_addresses (key_id, range) VALUES (@keyId, @range)",
            Addresses.Select(a => new { keyId, range = a.ToString() }));
        await write.ExecuteAsync("INSERT INTO api_key_versions (key_id, lower_version) VALUES (@keyId, @version)",
            Versions.Select(version => new { keyId, version }));
    }
}
