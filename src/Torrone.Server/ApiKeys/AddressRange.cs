using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Addresses from which a key may be used: one address or a network in CIDR notation (RFC 4632, RFC 4291), IPv4 or IPv6. An IPv4 address
/// that came over an IPv6 socket counts as the IPv4 address it is.
/// </summary>
public sealed class AddressRange
{
    /// <summary>The longest text that is looked at: an IPv6 address in full and its prefix.</summary>
    public const int MaxLength = 64;

    private const int Ipv4Bits = 32;
    private const int Ipv6Bits = 128;

    private readonly IPNetwork _network;

    private AddressRange(IPNetwork network) => _network = network;

    /// <summary>How many addresses it spans, as a power of two: 0 for one address, 32 for all of IPv4, 128 for all of IPv6.</summary>
    public int FreeBits => Bits(_network.BaseAddress) - _network.PrefixLength;

    /// <summary>Reads "203.0.113.7", "10.0.0.0/8", "2001:db8::/32". Bits behind the prefix are cleared; white space around it is dropped.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressRange? range)
    {
        range = null;
        string trimmed = text?.Trim() ?? "";
        int slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        string address = slash < 0 ? trimmed : trimmed[..slash];
        if (trimmed.Length > MaxLength || !TryReadAddress(address, out IPAddress? parsed))
        {
            return false;
        }

        int bits = Bits(parsed);
        int prefix = bits;
        if (slash >= 0 && (!int.TryParse(trimmed.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            return false;
        }

        if (parsed.IsIPv4MappedToIPv6)
        {
            // Less than the mapping's own 96 bits would span addresses of both kinds.
            if (prefix < Ipv6Bits - Ipv4Bits)
            {
                return false;
            }

            (parsed, prefix) = (parsed.MapToIPv4(), prefix - (Ipv6Bits - Ipv4Bits));
        }

        range = new AddressRange(new IPNetwork(Masked(parsed, prefix), prefix));
        return true;
    }

    /// <summary>The network of an address: IPv4 /24, IPv6 /48. What "the same place" means where people move about in it.</summary>
    public static AddressRange PlaceOf(IPAddress address) => Around(address, 24, 48);

    /// <summary>What is likely one household or one machine: IPv4 by itself, IPv6 /64.</summary>
    public static AddressRange SourceOf(IPAddress address) => Around(address, Ipv4Bits, 64);

    /// <summary>True when the address lies in the range; never for an address of the other family.</summary>
    public bool Contains(IPAddress address) => _network.Contains(Plain(address));

    /// <summary>True when every address of the other range lies in this one.</summary>
    public bool Contains(AddressRange other) =>
        other._network.PrefixLength >= _network.PrefixLength && _network.Contains(other._network.BaseAddress);

    /// <summary>The network's address and its prefix, as the database keeps it.</summary>
    public override string ToString() => _network.ToString();

    private static AddressRange Around(IPAddress address, int ipv4Prefix, int ipv6Prefix)
    {
        IPAddress plain = Plain(address);
        int prefix = plain.AddressFamily == AddressFamily.InterNetwork ? ipv4Prefix : ipv6Prefix;
        return new AddressRange(new IPNetwork(Masked(plain, prefix), prefix));
    }

    // "10" and "0x7f.1" are addresses to the parser, but not to who reads the list later.
    private static bool TryReadAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.Contains('%', StringComparison.Ordinal) && text[0] != '[');

    private static int Bits(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? Ipv4Bits : Ipv6Bits;

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static IPAddress Masked(IPAddress address, int prefix)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int at = 0; at < bytes.Length; at++)
        {
            int kept = Math.Clamp(prefix - (at * 8), 0, 8);
            bytes[at] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
