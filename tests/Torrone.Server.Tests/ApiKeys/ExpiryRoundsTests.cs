using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>The running server looks for expiring keys by itself.</summary>
public sealed class ExpiryRoundsTests
{
    [Fact]
    public async Task A_server_that_starts_tells_of_a_key_that_is_about_to_expire_and_links_to_itself()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        long ann = await gallery.PersonAsync("ann");
        await gallery.KeyAsync(ann, ["push"], ["Contoso.*"], days: 20, daysAgo: 7);
        await gallery.Server.StopAsync();
        await gallery.Server.StartAgainAsync();
        ReceivedMail letter = await gallery.Server.Mail.WaitForAsync(m => m.To == "ann@example.test" && m.Subject == "The API key 'test' will expire soon");
        Assert.Equal(new Uri(gallery.Server.Address, "/account/apikeys"), letter.Link("/account/apikeys"));
        await gallery.Server.StopAsync();
        await gallery.Server.StartAgainAsync();
        Assert.Equal([14L], await gallery.RowsAsync<long>("SELECT warned_days FROM api_keys"));
        Assert.Equal([1L], await gallery.RowsAsync<long>("SELECT count(*) FROM mail_outbox WHERE subject LIKE '%soon'"));
    }
}
