using System.Diagnostics.CodeAnalysis;
using System.Net;
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

    private KeyRestrictions(List<IPNetwork> addresses, List<string> versions, List<KeyProblem> problems)
    {
        Addresses = addresses;
        Versions = versions;
        Problems = problems;
    }

    public IReadOnlyList<IPNetwork> Addresses { get; }

    /// <summary>Normalized and in lower case.</summary>
    public IReadOnlyList<string> Versions { get; }

    internal IReadOnlyList<KeyProblem> Problems { get; }

    /// <summary>Reads both lists; empty entries are left out.</summary>
    internal static KeyRestrictions Read(IReadOnlyList<string> addresses, IReadOnlyList<string> versions)
    {
        List<KeyProblem> problems = [];
        List<IPNetwork> networks = [];
        foreach (string text in addresses.Where(a => !string.IsNullOrWhiteSpace(a)))
        {
            if (TryParseAddress(text, out IPNetwork? network))
            {
                networks.Add(network.Value);
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

        networks = [.. networks.Distinct()];
        exact = [.. exact.Distinct(StringComparer.Ordinal)];
        if (networks.Count > MaxAddresses)
        {
            problems.Add(KeyProblem.Of("addresses", "ProblemTooManyAddresses", MaxAddresses));
        }

        if (exact.Count > MaxVersions)
        {
            problems.Add(KeyProblem.Of("versions", "ProblemTooManyVersions", MaxVersions));
        }

        return new KeyRestrictions(networks, exact, problems);
    }

    /// <summary>
    /// A range such as 10.0.0.0/8 or one address. Bits behind the prefix are cleared, so that 10.1.2.3/8 means what people mean by it; an
    /// IPv4 address in IPv6 clothes is one of IPv4, as the connection's will be.
    /// </summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = null;
        string[] parts = text.Trim().Split('/');
        if (parts.Length > 2 || parts[0].Length is 0 or > 45 || !IsWritten(parts[0]) || !IPAddress.TryParse(parts[0], out IPAddress? address))
        {
            return false;
        }

        int bits = address.GetAddressBytes().Length * 8;
        int prefix = bits;
        if (parts.Length == 2 && (!int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out prefix) || prefix > bits))
        {
            return false;
        }

        if (address.IsIPv4MappedToIPv6 && prefix >= 96)
        {
            (address, prefix) = (address.MapToIPv4(), prefix - 96);
        }

        byte[] bytes = address.GetAddressBytes();
        for (int bit = prefix; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        }

        network = new IPNetwork(new IPAddress(bytes), prefix);
        return true;
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

    // The framework also reads "10" and "0x0a000001", which nobody means.
    private static bool IsWritten(string text) => !text.Contains('%', StringComparison.Ordinal) && (text.Contains(':', StringComparison.Ordinal) || text.Count(c => c == '.') == 3);
}
