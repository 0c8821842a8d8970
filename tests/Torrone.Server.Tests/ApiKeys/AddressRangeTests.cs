using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Which texts are ranges, how they are kept, and what lies in them.</summary>
public sealed class AddressRangeTests
{
    [Theory]
    [InlineData("10.0.0.4", "10.0.0.4/32")]
    [InlineData(" 10.1.2.3/8 ", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("192.168.1.129/25", "192.168.1.128/25")]
    [InlineData("2001:DB8::1", "2001:db8::1/128")]
    [InlineData("2001:db8:1:2::/47", "2001:db8::/47")]
    [InlineData("::/0", "::/0")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3/32")]
    [InlineData("::ffff:10.1.2.3/104", "10.0.0.0/8")]
    public void A_range_is_kept_with_its_network_first(string text, string kept)
    {
        Assert.True(AddressRange.TryParse(text, out AddressRange? range));
        Assert.Equal(kept, range.ToString());
        Assert.True(AddressRange.TryParse(kept, out AddressRange? again));
        Assert.Equal(kept, again.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/8")]
    [InlineData("10")]
    [InlineData("10.0.0")]
    [InlineData("0x0a.0.0.1")]
    [InlineData("010.0.0.1")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("10.0.0.0/ 8")]
    [InlineData("2001:db8::/129")]
    [InlineData("fe80::1%eth0")]
    [InlineData("[::1]")]
    [InlineData("::ffff:10.0.0.0/90")]
    [InlineData("home")]
    [InlineData("10.0.0.*")]
    public void What_is_no_range_is_none(string? text) => Assert.False(AddressRange.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.0.1", true)]
    [InlineData("10.0.0.0/8", "11.0.0.1", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.9.9.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "10.0.0.1", false)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    public void An_address_lies_in_a_range_of_its_own_family(string range, string address, bool lies) =>
        Assert.Equal(lies, Range(range).Contains(IPAddress.Parse(address)));

    [Fact]
    public void A_range_holds_another_when_it_holds_all_of_its_addresses() => Prop.ForAll(Ranges().ToArbitrary(), Ranges().ToArbitrary(), (outer, inner) =>
    {
        // Both span at most 2^8 addresses, so that all of them can be asked.
        bool all = Addresses(inner).All(outer.Contains);
        return outer.Contains(inner) == all;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Places_and_sources_are_as_wide_as_they_say()
    {
        Assert.Equal("203.0.113.0/24", AddressRange.PlaceOf(IPAddress.Parse("203.0.113.77")).ToString());
        Assert.Equal("2001:db8:1::/48", AddressRange.PlaceOf(IPAddress.Parse("2001:db8:1:2:3::4")).ToString());
        Assert.Equal("203.0.113.77/32", AddressRange.SourceOf(IPAddress.Parse("::ffff:203.0.113.77")).ToString());
        Assert.Equal("2001:db8:1:2::/64", AddressRange.SourceOf(IPAddress.Parse("2001:db8:1:2:3::4")).ToString());
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out AddressRange? range) ? range : throw new ArgumentException(text);

    private static Gen<AddressRange> Ranges() =>
        from low in Gen.Choose(0, 255)
        from prefix in Gen.Choose(24, 32)
        select Range($"10.0.0.{low}/{prefix}");

    private static IEnumerable<IPAddress> Addresses(AddressRange range)
    {
        byte[] first = IPAddress.Parse(range.ToString().Split('/')[0]).GetAddressBytes();
        return Enumerable.Range(0, 1 << range.FreeBits).Select(i => new IPAddress((byte[])[first[0], first[1], first[2], (byte)(first[3] + i)]));
    }
}
