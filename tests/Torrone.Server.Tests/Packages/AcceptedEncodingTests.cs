using Microsoft.Extensions.Primitives;
using Torrone.Server.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Accept-Encoding as RFC 9110 reads it, and as clients send it.</summary>
public sealed class AcceptedEncodingTests
{
    [Theory]
    [InlineData("gzip, deflate", ContentCoding.Gzip)]
    [InlineData("gzip, deflate, br", ContentCoding.Brotli)]
    [InlineData("gzip, deflate, br, zstd", ContentCoding.Brotli)]
    [InlineData("BR", ContentCoding.Brotli)]
    [InlineData("br;q=0.5, gzip", ContentCoding.Gzip)]
    [InlineData("br, gzip;q=0.5", ContentCoding.Brotli)]
    [InlineData("br;q=0, gzip", ContentCoding.Gzip)]
    [InlineData("br;q=0.000,gzip;q=0.001", ContentCoding.Gzip)]
    [InlineData("br ; Q=0.9 , gzip ; q=0.95", ContentCoding.Gzip)]
    [InlineData("gzip;q=0", ContentCoding.Identity)]
    [InlineData("gzip;q=0.5, identity", ContentCoding.Identity)]
    [InlineData("gzip;q=0.5, identity;q=0.5", ContentCoding.Gzip)]
    [InlineData("identity;q=0", ContentCoding.Identity)]
    [InlineData("*", ContentCoding.Brotli)]
    [InlineData("*;q=0", ContentCoding.Identity)]
    [InlineData("br;q=0, *", ContentCoding.Gzip)]
    [InlineData("gzip, *;q=0", ContentCoding.Gzip)]
    [InlineData("x-gzip", ContentCoding.Gzip)]
    [InlineData("gzipped, brotli, deflate", ContentCoding.Identity)]
    [InlineData("gzip;q=nonsense", ContentCoding.Gzip)]
    [InlineData("", ContentCoding.Identity)]
    [InlineData(",,;;=,", ContentCoding.Identity)]
    public void The_best_liked_one_is_sent(string accept, ContentCoding expected) =>
        Assert.Equal(expected, AcceptedEncoding.Choose(accept));

    [Fact]
    public void Several_lines_are_one_list_and_none_is_plain()
    {
        Assert.Equal(ContentCoding.Brotli, AcceptedEncoding.Choose(new StringValues(["gzip", "br"])));
        Assert.Equal(ContentCoding.Identity, AcceptedEncoding.Choose(StringValues.Empty));
    }

    [Fact]
    public void It_makes_no_garbage()
    {
        StringValues accept = "gzip, deflate, br;q=0.9, *;q=0.1";
        AcceptedEncoding.Choose(accept);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            AcceptedEncoding.Choose(accept);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
