using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Mail;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Server.Tests.Data;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>The room of API keys on a real database, with a clock that tests set.</summary>
public sealed class KeyWorld : IAsyncDisposable
{
    public const string Site = "https://packages.example.com";

    private readonly ServiceProvider _services;

    private KeyWorld(Database database)
    {
        Database = database;
        ServiceCollection services = new();
        services.AddSingleton(database).AddSingleton<TimeProvider>(Clock).AddSingleton(Settings).AddSingleton<Outbox>().AddSingleton<AuditLog>().AddSingleton<Torrone.Server.Http.RequestBase>()
            .AddSingleton<FeedDirectory>().AddSingleton(MasterKey.Load(Settings)).AddSingleton(typeof(ILogger<>), typeof(Microsoft.Extensions.Logging.Abstractions.NullLogger<>))
            .AddApiKeys();
        _services = services.BuildServiceProvider();
    }

    public StandingClock Clock { get; } = new();

    public TorroneSettings Settings { get; } = new() { MasterKey = Convert.ToBase64String(new byte[32]) };

    public Database Database { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public IssueKey Issue => Get<IssueKey>();

    public static async Task<KeyWorld> NewAsync(Engines engines, string engine)
    {
        KeyWorld world = new(await engines.NewAsync(engine));
        await world.Get<FeedDirectory>().LoadAsync();
        await world.Get<SiteTag>().LoadAsync();
        return world;
    }

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A confirmed person.</summary>
    public Task<long> PersonAsync(string name) => Database.WriteAsync(async write =>
    {
        long id = await PrincipalAsync(write, name, 0);
        await write.ExecuteAsync(
            "INSERT INTO users (principal_id, email, lower_email, email_confirmed_at, security_stamp) VALUES (@id, @email, @email, @Now, 's')",
            new { id, email = name + "@example.com", Now });
        await write.ExecuteAsync(
            """
            INSERT INTO sessions (id_hash, public_id, user_id, created_at, last_seen_at, expires_at, proved_at, security_stamp)
            VALUES (@hash, @session, @id, @Now, @Now, @end, @Now, 's')
            """, new { hash = BitConverter.GetBytes(id), session = Session(id), id, Now, end = long.MaxValue });
        return id;
    });

    public Task<long> OrganizationAsync(string name, int? maxKeyDays = null) => Database.WriteAsync(async write =>
    {
        long id = await PrincipalAsync(write, name, 1);
        await write.ExecuteAsync("INSERT INTO organizations (principal_id, max_key_days) VALUES (@id, @maxKeyDays)", new { id, maxKeyDays });
        return id;
    });

    public Task JoinAsync(long organization, long person, string role = "collaborator") => SqlAsync(
        "INSERT INTO memberships (organization_id, user_id, role, created_at) VALUES (@organization, @person, @role, @Now)",
        new { organization, person, role, Now });

    /// <summary>The owner has packages of these ids.</summary>
    public async Task OwnAsync(long owner, params string[] ids)
    {
        foreach (string id in ids)
        {
            await SqlAsync("INSERT INTO packages (feed_id, lower_id, display_id, created_at) VALUES (1, @lower, @id, 1)", new { id, lower = id.ToLowerInvariant() });
            await SqlAsync("INSERT INTO package_owners (package_id, principal_id, since) SELECT id, @owner, 1 FROM packages WHERE display_id = @id", new { id, owner });
        }
    }

    public Task<int> SqlAsync(string sql, object? values = null) => Database.WriteAsync(write => write.ExecuteAsync(sql, values));

    public Task<T?> AskAsync<T>(string sql, object? values = null) => Database.ReadAsync(read => read.ScalarAsync<T>(sql, values));

    public Task<List<string>> ListAsync(string sql, object? values = null) => Database.ReadAsync(read => read.QueryAsync<string>(sql, values));

    /// <summary>The person's own key for everything it may push.</summary>
    public KeyRequest Request(long person) => new()
    {
        PrincipalId = person, Name = "CI", OwnerId = person, Actions = [KeyAction.Push], Globs = ["Contoso.*"], LifetimeDays = 90,
        Site = Site,
    };

    public async Task<string> IssueAsync(KeyRequest request)
    {
        IssueAnswer answer = await Issue.RunAsync(As(request.PrincipalId), request);
        return answer.Secret?.Reveal() ?? throw new InvalidOperationException(string.Join(' ', answer.Problems));
    }

    /// <summary>The key behind the secret as one who calls.</summary>
    public async Task<KeyCaller> CallerAsync(string secret, IPAddress? address = null)
    {
        KeyAnswer answer = await PresentAsync(secret, address: address);
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = address } };
        return KeyCaller.FromKey(answer.Key ?? throw new InvalidOperationException(answer.Refusal!.Sentence), context);
    }

    /// <summary>The subjects of all letters so far, oldest first.</summary>
    public Task<List<string>> LettersAsync() => ListAsync("SELECT recipient || ': ' || subject FROM mail_outbox ORDER BY id");

    /// <summary>What the gate says to a request with this header.</summary>
    public Task<KeyAnswer> PresentAsync(string? key, string header = "X-NuGet-ApiKey", IPAddress? address = null)
    {
        DefaultHttpContext context = new() { Connection = { RemoteIpAddress = address } };
        if (key is not null)
        {
            context.Request.Headers[header] = key;
        }

        return Get<KeyGate>().AuthenticateAsync(context);
    }

    public static Actor As(long person) => new(person, "public-" + person) { SessionPublicId = Session(person) };

    /// <summary>The person has just given the password again.</summary>
    public Task ProveAsync(long person) => SqlAsync("UPDATE sessions SET proved_at = @Now WHERE user_id = @person", new { person, Now });

    private static string Session(long person) => "session-" + person;

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<long> PrincipalAsync(WriteTransaction write, string name, int kind) => await write.ScalarAsync<long>(
        "INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@publicId, @kind, @name, @lower, @Now) RETURNING id",
        new { publicId = PublicId.New(), kind, name, lower = name.ToLowerInvariant(), Now });
}
