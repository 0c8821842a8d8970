using System.Net;
using Torrone.Server.Accounts;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>How often one address may try.</summary>
public sealed class AttemptLimitTests
{
    [Fact]
    public async Task Tries_of_all_kinds_count_together_and_looking_does_not()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__SignInsPerTenMinutes"] = "3" });
        using PageClient visitor = new(gallery.Server.Address);
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/users/account/LogOn")).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(visitor, "nobody")).Status);
        Dictionary<string, string> address = new() { ["Input.Email"] = "nobody@example.test" };
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync("/account/forgot", address)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.SubmitAsync("/account/confirm/resend", address)).Status);

        using PageClient another = new(gallery.Server.Address);
        PageAnswer refused = await SignInAsync(another, "nobody");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("try again in 10 minutes", refused.MainText, StringComparison.Ordinal);
        Assert.InRange(int.Parse(refused.Headers["Retry-After"]), 540, 600);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.SubmitAsync("/account/forgot", address)).Status);
        Assert.Equal([1L], await gallery.RowsAsync<long>("SELECT count(*) FROM audit WHERE action = 'signin.failed'"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/users/account/LogOn")).Status);
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::9", "2001:db8:1:2::/64")]
    public void An_ipv6_household_counts_as_one(string address, string expected) =>
        Assert.Equal(expected, AttemptLimit.Neighbourhood(IPAddress.Parse(address)));
}
