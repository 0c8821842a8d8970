using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Log;
using Torrone.Server.Mail;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Testing;

namespace Torrone.Server.Tests;

/// <summary>
/// A real server in a process of its own, and beside it the same rooms in this process on the same data, so that a test can make people
/// and keys, also at a time in the past, and look at every row.
/// </summary>
public sealed class Gallery : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private Gallery(ServerProcess server, ServiceProvider services)
    {
        Server = server;
        _services = services;
        Database = services.GetRequiredService<Database>();
    }

    public ServerProcess Server { get; }

    public Database Database { get; }

    /// <summary>The clock of this process's rooms; the server has the real one.</summary>
    public SettableClock Clock => (SettableClock)_services.GetRequiredService<TimeProvider>();

    private static CancellationToken Now => Xunit.TestContext.Current.CancellationToken;

    public static async Task<Gallery> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        ServerProcess server = await ServerProcess.StartAsync(settings);
        ServiceCollection services = new();
        TorroneSettings own = new() { Data = server.DataFolder };
        services.AddLogging();
        services.AddSingleton(own);
        services.AddSingleton<TimeProvider>(new SettableClock());
        services.AddSingleton<RequestBase>();
        services.AddSingleton<IServer>(_ => new Accounts.Listening(["http://localhost:5080"]));
        services.AddSingleton(new Database(settings?.GetValueOrDefault("Torrone__Database") is { } connection
            ? new PostgresEngine(connection)
            : new SqliteEngine(own.Under("torrone.db"))));
        services.AddSingleton(MasterKey.Load(own));
        services.AddSingleton<EventLog>();
        services.AddSingleton<Outbox>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton<FeedDirectory>();
        services.AddApiKeys();
        services.AddAccounts();
        Gallery gallery = new(server, services.BuildServiceProvider());
        await gallery._services.GetRequiredService<FeedDirectory>().LoadAsync(Now);
        await gallery._services.GetRequiredService<SiteTag>().LoadAsync(Now);
        return gallery;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A confirmed person without a password.</summary>
    /// <returns>The principal's number.</returns>
    public async Task<long> PersonAsync(string name, bool confirmed = true)
    {
        CreateAccountAnswer answer = await Get<CreateAccount>().RunAsync(
            new NewAccount(name, $"{name}@example.test", null) { IsConfirmed = confirmed }, Actor.CommandLine, Now);
        return answer.Account?.PrincipalId ?? throw new InvalidOperationException(string.Join(", ", answer.Problems));
    }

    /// <summary>A key of the person.</summary>
    /// <param name="actions">Words such as "push".</param>
    /// <param name="daysAgo">Made so many days ago, for keys that have expired.</param>
    public async Task<string> KeyAsync(long personId, string[] actions, string[] globs, int days = 90, int daysAgo = 0)
    {
        Clock.Back = TimeSpan.FromDays(daysAgo);
        try
        {
            IssueAnswer answer = await Get<IssueKey>().RunAsync(Actor.CommandLine, new KeyRequest
            {
                PrincipalId = personId,
                OwnerId = personId,
                Name = "test",
                Actions = [.. actions.Select(a => KeyActions.Parse(a) ?? throw new ArgumentException(a))],
                Globs = globs,
                LifetimeDays = days,
                Site = Server.Address.AbsoluteUri.TrimEnd('/'),
            }, Now);
            return answer.Secret?.Reveal() ?? throw new InvalidOperationException(string.Join(", ", answer.Problems));
        }
        finally
        {
            Clock.Back = TimeSpan.Zero;
        }
    }

    /// <summary>Pushes as the client does: a multipart PUT.</summary>
    public Task<HttpResponseMessage> PushAsync(string? key, byte[] package, string? session = null)
    {
        ByteArrayContent file = new(package);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        HttpRequestMessage request = new(HttpMethod.Put, new Uri(Server.Address, "/api/v2/package/"))
        {
            Content = new MultipartFormDataContent { { file, "package", "package.nupkg" } },
        };
        return SendAsync(request, key, session);
    }

    public Task<HttpResponseMessage> UnlistAsync(string? key, string id, string version, string? session = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, new Uri(Server.Address, $"/api/v2/package/{id}/{version}")), key, session);

    public Task<HttpResponseMessage> RelistAsync(string? key, string id, string version) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, new Uri(Server.Address, $"/api/v2/package/{id}/{version}")), key, null);

    public Task<HttpResponseMessage> GetAsync(string path) => Server.Client.GetAsync(new Uri(Server.Address, path), Now);

    /// <summary>Everything that a refused push must leave as it is: rows of packages, the log, the blobs and the spool.</summary>
    public async Task<string> TraceAsync()
    {
        List<string> rows = await Database.ReadAsync(async read =>
        {
            List<string> counts = [];
            foreach (string table in (string[])["packages", "versions", "package_owners", "blobs", "log", "uploads"])
            {
                counts.Add($"{table} {await read.ScalarAsync<long>($"SELECT count(*) FROM {table}")}");
            }

            counts.AddRange(await read.QueryAsync<string>(
                "SELECT p.lower_id || ' ' || v.lower_version || ' ' || v.listed || ' ' || v.changed_at FROM versions v JOIN packages p ON p.id = v.package_id ORDER BY 1"));
            return counts;
        }, Now);
        string blobs = Path.Combine(Server.DataFolder, "blobs");
        IEnumerable<string> files = Directory.Exists(blobs)
            ? Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => $"{Path.GetRelativePath(blobs, f)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))}")
            : [];
        return string.Join('\n', rows.Concat(files));
    }

    public Task<List<T>> RowsAsync<T>(string sql, object? values = null) => Database.ReadAsync(r => r.QueryAsync<T>(sql, values), Now);

    public Task ExecuteAsync(string sql, object? values = null) => Database.WriteAsync(w => w.ExecuteAsync(sql, values), Now);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string? key, string? session)
    {
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("X-NuGet-ApiKey", key);
        }

        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("X-NuGet-Session-Id", session);
        }

        return Server.Client.SendAsync(request, Now);
    }
}
