using System.IO.Compression;
using System.Security.Cryptography;
using Torrone.Testing.Packages;
using static Torrone.NuGet.Tests.Archives.Inspecting;

namespace Torrone.NuGet.Tests.Archives;

/// <summary>The checksum is computed in three ways by length and processor; the framework's own gzip writer knows the right one.</summary>
public sealed class Crc32Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(79)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(143)]
    [InlineData(192)]
    [InlineData(4095)]
    [InlineData(70_001)]
    [InlineData(1_000_003)]
    public void Any_length_of_content_passes_with_its_true_checksum_and_none_with_another(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var checksum = Checksum(content);
        AssertGood(Inspect(Sound().Add(new RawEntry("content/a", content) { Checksum = checksum })));
        Assert.Equal("entry-broken", Assert.Single(Inspect(Sound().Add(new RawEntry("content/a", content) { Checksum = checksum ^ 0x80 })).Problems).Code);
    }

    private static uint Checksum(byte[] content)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, true))
        {
            gzip.Write(content);
        }

        return content.Length == 0 ? 0 : BitConverter.ToUInt32(buffer.ToArray().AsSpan(^8));
    }
}
