using Microsoft.AspNetCore.Http;
using Torrone.Server.Accounts.Sessions;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>What the session's cookie is called and where it goes.</summary>
public sealed class SessionCookieTests
{
    private const string Secret = "0123456789012345678901234567890123456789010";

    [Theory]
    [InlineData("http", "", "torrone-session=" + Secret + "; max-age=7776000; path=/; samesite=lax; httponly")]
    [InlineData("https", "", "__Host-torrone-session=" + Secret + "; max-age=7776000; path=/; secure; samesite=lax; httponly")]
    [InlineData("https", "/nuget", "torrone-session=" + Secret + "; max-age=7776000; path=/nuget; secure; samesite=lax; httponly")]
    public void It_is_as_narrow_as_the_address_allows(string scheme, string pathBase, string expected)
    {
        HttpContext context = Request(scheme, pathBase);
        SessionCookie.Write(context, Secret);
        Assert.Equal(expected, context.Response.Headers.SetCookie.ToString());
    }

    [Theory]
    [InlineData("https", "__Host-torrone-session=" + Secret, Secret)]
    [InlineData("https", "torrone-session=" + Secret, null)]
    [InlineData("http", "torrone-session=" + Secret, Secret)]
    [InlineData("http", "torrone-session=short", null)]
    [InlineData("http", "torrone-session=" + Secret + "4", null)]
    [InlineData("http", "torrone-session=01234567890123456789012345678901234567890!2", null)]
    [InlineData("http", "", null)]
    public void What_cannot_be_a_session_is_none(string scheme, string cookie, string? expected)
    {
        HttpContext context = Request(scheme, "");
        context.Request.Headers.Cookie = cookie;
        Assert.Equal(expected, SessionCookie.Read(context));
    }

    private static DefaultHttpContext Request(string scheme, string pathBase)
    {
        DefaultHttpContext context = new();
        context.Request.Scheme = scheme;
        context.Request.PathBase = pathBase;
        return context;
    }
}
