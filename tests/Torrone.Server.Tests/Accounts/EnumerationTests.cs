using System.Diagnostics;
using System.Globalization;
using System.Net;
using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>
/// Nobody learns from the text, the status or the time of an answer whether a name or an address has an account. ./soak makes 1,000 tries
/// each and compares the medians of their times; ./test makes a few and compares the answers alone, because no test there is timed.
/// </summary>
public sealed class EnumerationTests(AccountGallery accounts, ITestOutputHelper output) : IClassFixture<AccountGallery>
{
    private const double Most = 0.05;

    private static readonly int Tries = int.Parse(Environment.GetEnvironmentVariable("TORRONE_SOAK_TRIES") ?? "4", CultureInfo.InvariantCulture);

    private static readonly bool Timed = Tries >= 200;

    [Theory]
    [InlineData("sign-in")]
    [InlineData("forgot")]
    [InlineData("resend")]
    [InlineData("register")]
    public async Task An_answer_does_not_tell_who_is_there(string what)
    {
        string known = "known-" + what;
        await accounts.AddAsync(known, confirmed: what != "resend");
        (List<double> there, List<double> absent) = ([], []);
        HashSet<string> answers = [];
        // Both in turn, the first of the pair by turns, so that whatever the machine does meanwhile, or one does to the next, falls on both.
        for (int i = 0; i < Tries; i++)
        {
            foreach (bool isThere in i % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                (double took, string answer) = await TryAsync(what, isThere ? known : $"{what}-{i}-nobody", i, isThere);
                (isThere ? there : absent).Add(took);
                answers.Add(answer);
            }
        }

        Assert.Single(answers);
        (double one, double other) = (Median(there), Median(absent));
        double difference = Math.Abs(one - other) / Math.Max(one, other);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {Tries} tries each, median there {one:F3} ms, absent {other:F3} ms, difference {difference:P2}"));
        Assert.True(!Timed || difference < Most, $"{what}: there {one} ms, absent {other} ms");
    }

    private async Task<(double Took, string Answer)> TryAsync(string what, string name, int round, bool isThere)
    {
        (string path, Dictionary<string, string> fields) = what switch
        {
            "sign-in" => ("/users/account/LogOn", new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Password"] = "a wrong password" }),
            "forgot" => ("/account/forgot", new Dictionary<string, string> { ["Input.Email"] = name + "@example.test" }),
            "resend" => ("/account/confirm/resend", new Dictionary<string, string> { ["Input.Email"] = name + "@example.test" }),
            _ => ("/account/register", new Dictionary<string, string>
            {
                ["Input.Name"] = $"new-{round}-{(isThere ? "a" : "b")}", ["Input.Email"] = name + "@example.test", ["Input.Password"] = Password,
            }),
        };
        // An account that has paused answers like any other; what is measured is one that has not, and one that may still get letters.
        await accounts.Gallery.ExecuteAsync("UPDATE users SET access_failed_count = 0, lockout_end = NULL WHERE access_failed_count > 0 OR lockout_end > 0");
        await accounts.Gallery.ExecuteAsync("UPDATE one_time_links SET created_at = 1 WHERE created_at > 1");
        using PageClient visitor = accounts.Visitor();
        PageAnswer form = await visitor.GetAsync(path);
        await accounts.SettledAsync();
        long began = Stopwatch.GetTimestamp();
        PageAnswer answer = await visitor.SubmitAsync(form, path, fields);
        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.Redirect, answer.MainText);
        return (took, $"{(int)answer.Status} {answer.Location} {answer.MainText}");
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
