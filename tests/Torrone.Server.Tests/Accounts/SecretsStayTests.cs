using System.Diagnostics;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>Where secrets must not be, and what time must not tell.</summary>
public sealed class SecretsStayTests
{
    private const string NewPassword = "green gopher hums at noon";

    [Fact]
    public async Task No_password_token_or_session_is_in_the_log_or_kept_in_the_database()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?>
        {
            ["Logging__LogLevel__Default"] = "Trace",
            ["Logging__LogLevel__Torrone"] = "Trace",
        });
        (await gallery.Server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password)).Succeeded();
        using PageClient visitor = new(gallery.Server.Address);
        List<string> secrets = [Password, NewPassword];
        await RegisterAsync(visitor, "bob", "bob@example.test");
        string confirm = await LinkAsync(gallery, "/account/confirm");
        await visitor.SubmitAsync(confirm, Nothing);
        await visitor.SubmitAsync("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = "bob@example.test" });
        string reset = await LinkAsync(gallery, "/account/reset");
        await visitor.SubmitAsync(reset, new Dictionary<string, string> { ["Input.Password"] = NewPassword });
        Assert.Equal("/", (await SignInAsync(visitor, "bob", NewPassword)).Location);
        secrets.AddRange([confirm.Split('=')[1], reset.Split('=')[1], visitor.Cookies.GetAllCookies().Single(c => c.Name == "torrone-session").Value]);
        Assert.NotEmpty((await visitor.GetAsync("/account")).Html);
        await gallery.Server.Mail.WaitForAsync(m => m.Subject.Contains("changed", StringComparison.Ordinal));
        await Task.Delay(300, TestContext.Current.CancellationToken);

        foreach (string table in (string[])["users", "sessions", "one_time_links", "mail_outbox", "audit", "log"])
        {
            List<IDictionary<string, object>> rows = [.. (await gallery.RowsAsync<dynamic>($"SELECT * FROM {table}")).Cast<IDictionary<string, object>>()];
            string text = string.Join('\n', rows.SelectMany(r => r.Values).Where(v => v is not null).Select(v => v is byte[] b ? Convert.ToBase64String(b) : v.ToString()));
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }

        Assert.NotEmpty(gallery.Server.Output);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, gallery.Server.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_is_not_there_takes_as_long_to_refuse_as_who_is()
    {
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__SignInsPerTenMinutes"] = "0" });
        (await gallery.Server.CommandAsync(["users", "add", "ada", "--email", "ada@example.test", "--admin", "--password-stdin"], Password)).Succeeded();
        TimeSpan known = TimeSpan.MaxValue;
        TimeSpan unknown = TimeSpan.MaxValue;
        for (int i = 0; i < 6; i++)
        {
            // The first of each also makes what is made once.
            known = Shorter(known, await TimeAsync(gallery, "ada"));
            unknown = Shorter(unknown, await TimeAsync(gallery, "nobody@example.test"));
        }

        // No speed is measured here: one hash takes some fifty times as long as all the rest, so a fifth of it means that none was made.
        Assert.True(unknown > known / 5 && known > unknown / 5, $"known {known.TotalMilliseconds} ms, unknown {unknown.TotalMilliseconds} ms");
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task<TimeSpan> TimeAsync(Gallery gallery, string name)
    {
        using PageClient visitor = new(gallery.Server.Address);
        PageAnswer form = await visitor.GetAsync("/users/account/LogOn");
        long began = Stopwatch.GetTimestamp();
        PageAnswer answer = await visitor.SubmitAsync(
            form, "/users/account/LogOn", new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Password"] = "a wrong password" });
        Assert.NotEqual("", answer.Errors);
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task<string> LinkAsync(Gallery gallery, string path) =>
        (await gallery.Server.Mail.WaitForAsync(m => m.Text.Contains(path + "?", StringComparison.Ordinal))).Link(path).PathAndQuery;
}
