using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>A gallery with an administrator, where everybody may register, shared by the tests of a class; each test has people of its own.</summary>
public sealed class AccountGallery : IAsyncLifetime
{
    public const string AdminName = "grace";
    public const string Password = "blue gopher sings at dawn";

    public Gallery Gallery { get; private set; } = null!;

    public MailFolder Mail => Gallery.Server.Mail;

    public async ValueTask InitializeAsync()
    {
        Gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Limits__SignInsPerTenMinutes"] = "0" });
        await AddAsync(AdminName, isAdmin: true);
    }

    public ValueTask DisposeAsync() => Gallery.DisposeAsync();

    /// <summary>A confirmed person with <see cref="Password"/>.</summary>
    public async Task<Account> AddAsync(string name, bool isAdmin = false, bool confirmed = true)
    {
        CreateAccountAnswer answer = await Gallery.Get<CreateAccount>().RunAsync(
            new NewAccount(name, $"{name}@example.test", Password) { IsConfirmed = confirmed, IsAdmin = isAdmin }, Actor.CommandLine);
        return answer.Account ?? throw new InvalidOperationException(string.Join(", ", answer.Problems));
    }

    public PageClient Visitor() => new(Gallery.Server.Address);

    /// <summary>A visitor who has signed in.</summary>
    public async Task<PageClient> SignedInAsync(string name, string password = Password)
    {
        PageClient visitor = Visitor();
        PageAnswer answer = await SignInAsync(visitor, name, password);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return visitor;
    }

    public static Task<PageAnswer> SignInAsync(PageClient visitor, string name, string password = Password, string query = "") =>
        visitor.SubmitAsync("/users/account/LogOn" + query, new Dictionary<string, string> { ["Input.Name"] = name, ["Input.Password"] = password });

    public static Task<PageAnswer> RegisterAsync(PageClient visitor, string name, string email, string password = Password) =>
        visitor.SubmitAsync("/account/register", new Dictionary<string, string>
        {
            ["Input.Name"] = name, ["Input.Email"] = email, ["Input.Password"] = password,
        });

    /// <summary>Who the visitor is to the server; null when nobody.</summary>
    public static async Task<string?> WhoAsync(PageClient visitor)
    {
        PageAnswer answer = await visitor.GetAsync("/account");
        return answer.Status == HttpStatusCode.OK ? answer.Document.QuerySelector("dd .id")?.TextContent : null;
    }

    /// <summary>The words of the security log about a person, oldest first.</summary>
    public Task<List<string>> AuditAsync(string name) => Gallery.RowsAsync<string>(
        "SELECT a.action FROM audit a JOIN principals p ON p.id = a.concerns_id WHERE p.lower_name = @name ORDER BY a.id", new { name });

    public async Task<string> LinkAsync(string email, string path) =>
        (await Mail.WaitForAsync(m => m.To == email && m.Text.Contains(path + "?", StringComparison.Ordinal))).Link(path).PathAndQuery;

    /// <summary>Waits until every letter that was asked for is written.</summary>
    public async Task SettledAsync()
    {
        for (int i = 0; i < 600; i++)
        {
            if ((await Gallery.RowsAsync<long>("SELECT count(*) FROM letter_requests"))[0] == 0)
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("Letters that were asked for were not written within 30 seconds.");
    }

    public static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>();
}
