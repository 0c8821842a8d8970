using System.Net;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages.Reports;

/// <summary>Nobody floods the administrators: neither one address nor many.</summary>
public sealed class ReportLimitTests
{
    private const string Path = "/packages/Contoso/1.0.0/report";

    [Fact]
    public async Task An_address_sends_so_many_an_hour_and_all_together_so_many_letters_and_a_day()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__ReportsPerHour"] = "4" });
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Contoso", "1.0.0").Build())).EnsureSuccessStatusCode();
        await gallery.ExecuteAsync("UPDATE users SET is_admin = 1");
        using PageClient visitor = new(gallery.Server.Address);

        Assert.Equal(HttpStatusCode.Redirect, (await ReportAsync(visitor)).Status);
        Assert.Equal((1, 1), await CountAsync(gallery));

        // As if 19 more had come from elsewhere within the hour: this one is kept and not mailed.
        await CopyAsync(gallery, 19);
        Assert.Equal(HttpStatusCode.Redirect, (await ReportAsync(visitor)).Status);
        Assert.Equal((21, 1), await CountAsync(gallery));

        await CopyAsync(gallery, 979);
        PageAnswer flooded = await ReportAsync(visitor);
        Assert.Equal(HttpStatusCode.TooManyRequests, flooded.Status);
        Assert.Contains("until tomorrow", flooded.Errors, StringComparison.Ordinal);
        await gallery.ExecuteAsync("UPDATE package_reports SET created_at = created_at - 100000000");
        Assert.Equal(HttpStatusCode.Redirect, (await ReportAsync(visitor)).Status);
        Assert.Equal((1001, 2), await CountAsync(gallery));

        PageAnswer refused = await ReportAsync(visitor);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("Too many reports came from your network address. Try again in", refused.Errors, StringComparison.Ordinal);
        Assert.Equal((1001, 2), await CountAsync(gallery));
    }

    private static Task<PageAnswer> ReportAsync(PageClient visitor) => visitor.SubmitAsync(Path,
        new Dictionary<string, string> { ["Input.Reason"] = "other", ["Input.Message"] = "Twenty characters and more." });

    private static async Task<(long Reports, long Letters)> CountAsync(Gallery gallery) => (
        (await gallery.RowsAsync<long>("SELECT count(*) FROM package_reports")).Single(),
        (await gallery.RowsAsync<long>("SELECT count(*) FROM mail_outbox WHERE subject LIKE '%was reported%'")).Single());

    private static Task CopyAsync(Gallery gallery, int times) => gallery.Database.WriteAsync(async write =>
    {
        for (int i = 0; i < times; i++)
        {
            await write.ExecuteAsync(
                """
                INSERT INTO package_reports (public_id, version_id, reason, message, owners_told, created_at)
                SELECT 'copy' || (SELECT count(*) FROM package_reports), version_id, reason, message, 0, created_at FROM package_reports ORDER BY id LIMIT 1
                """);
        }
    }, TestContext.Current.CancellationToken);
}
