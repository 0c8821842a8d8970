namespace Torrone.Storage.Tests;

public sealed class BlobHashTests
{
    // SHA-256 of "abc", FIPS 180-4.
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void Text_is_lower_hex_and_reads_back()
    {
        var hash = BlobHash.Of("abc"u8);
        Assert.Equal(Abc, hash.ToString());
        Assert.Equal(hash, BlobHash.Parse(Abc));
        Assert.Equal(hash, BlobHash.Parse(Abc.ToUpperInvariant()));
        Assert.Equal(hash, new BlobHash(Convert.FromHexString(Abc)));
        Assert.Equal(Convert.FromHexString(Abc), hash.ToArray());
        Assert.Equal(hash.GetHashCode(), BlobHash.Parse(Abc).GetHashCode());
    }

    [Fact]
    public void One_other_bit_is_another_hash()
    {
        var bytes = Convert.FromHexString(Abc);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.True(BlobHash.Of("abc"u8) != new BlobHash(bytes));
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba78")]
    [InlineData(Abc + "0")]
    [InlineData("ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("../16bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void Anything_else_is_not_a_hash(string? text)
    {
        Assert.False(BlobHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => BlobHash.Parse(text!));
    }

    [Fact]
    public void Another_length_is_refused() => Assert.Throws<ArgumentException>(() => new BlobHash(new byte[31]));
}
