using Microsoft.Extensions.DependencyInjection;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Server.Tests.Data;

namespace Torrone.Server.Tests.Organizations;

/// <summary>The room of organizations on a real database, with a clock that tests set.</summary>
public sealed class OrganizationWorld : IAsyncDisposable
{
    public const string Site = "https://packages.example.com";

    private readonly ServiceProvider _services;

    private OrganizationWorld(Database database)
    {
        Database = database;
        _services = new ServiceCollection().AddSingleton(database).AddSingleton<TimeProvider>(Clock).AddSingleton<Outbox>().AddSingleton<AuditLog>()
            .AddSingleton<SecurityMail>().AddSingleton<OneTimeLinks>().AddOrganizations().BuildServiceProvider();
    }

    public StandingClock Clock { get; } = new();

    public Database Database { get; }

    public long Now => Clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static async Task<OrganizationWorld> NewAsync(Engines engines, string engine) => new(await engines.NewAsync(engine));

    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A confirmed person with a session that has just been proved.</summary>
    public Task<SignedIn> PersonAsync(string name) => Database.WriteAsync(async write =>
    {
        string publicId = PublicId.New();
        long id = await write.ScalarAsync<long>(
            "INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES (@publicId, 0, @name, @lower, @Now) RETURNING id",
            new { publicId, name, lower = name.ToLowerInvariant(), Now });
        await write.ExecuteAsync(
            "INSERT INTO users (principal_id, email, lower_email, email_confirmed_at, security_stamp) VALUES (@id, @email, @email, @Now, 's')",
            new { id, email = name.ToLowerInvariant() + "@example.com", Now });
        await write.ExecuteAsync(
            """
            INSERT INTO sessions (id_hash, public_id, user_id, created_at, last_seen_at, expires_at, proved_at, security_stamp)
            VALUES (@hash, @session, @id, @Now, @Now, @end, @Now, 's')
            """, new { hash = BitConverter.GetBytes(id), session = "session-" + name, id, Now, end = long.MaxValue });
        return new SignedIn(id, publicId, name, false, true, "session-" + name, Now);
    });

    public static Actor As(SignedIn person) => new(person.PrincipalId, person.PublicId) { SessionPublicId = person.SessionPublicId };

    /// <summary>An organization that the person made.</summary>
    public async Task<Organization> OrganizationAsync(SignedIn person, string name)
    {
        OrganizationProblem? problem = await Get<CreateOrganization>().RunAsync(person, As(person), name);
        return problem is null ? await SeenByAsync(person, name) : throw new InvalidOperationException(problem.Code);
    }

    public async Task<Organization> SeenByAsync(SignedIn person, string name) =>
        await Get<OrganizationDirectory>().FindAsync(person, name) ?? throw new InvalidOperationException("The person does not see it.");

    /// <summary>Invites and accepts.</summary>
    public async Task JoinAsync(Organization organization, SignedIn admin, SignedIn person, MemberRole role = MemberRole.Collaborator)
    {
        InviteAnswer invited = await InviteAsync(organization, admin, person.Name, role);
        OrganizationProblem? problem = await AcceptAsync(person, Token(invited));
        if (problem is not null)
        {
            throw new InvalidOperationException(problem.Code);
        }
    }

    public Task<InviteAnswer> InviteAsync(Organization organization, SignedIn admin, string who, MemberRole role = MemberRole.Collaborator, int days = 7) =>
        Get<InviteMember>().RunAsync(organization, As(admin), who, role, days, Site);

    public Task<OrganizationProblem?> AcceptAsync(SignedIn person, string token) =>
        Get<AnswerInvitation>().AcceptAsync(person, As(person), token, null, Site);

    public static string Token(InviteAnswer answer) => answer.Link?.Split("token=")[1] ?? throw new InvalidOperationException(answer.Problem?.Code);

    /// <summary>A key of the person that acts for the organization; its row alone, which is all that this room knows of keys.</summary>
    public Task<string> KeyAsync(SignedIn person, Organization organization, int days = 90, string action = "push", bool ofItself = false) =>
        Database.WriteAsync(async write =>
        {
            string publicId = PublicId.New();
            long key = await write.ScalarAsync<long>(
                """
                INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, name, created_at, expires_at, lifetime_days)
                VALUES (@publicId, 'p', @principal, @creator, 'CI', @Now, @end, @days) RETURNING id
                """, new
                {
                    publicId, principal = ofItself ? organization.PrincipalId : person.PrincipalId, creator = person.PrincipalId, Now,
                    end = Now + (days * 86_400_000L), days,
                });
            await write.ExecuteAsync(
                "INSERT INTO feeds (public_id, name, lower_name, created_at) VALUES ('f', 'main', 'main', 0) ON CONFLICT (lower_name) DO NOTHING");
            await write.ExecuteAsync(
                """
                INSERT INTO api_key_scopes (key_id, feed_id, owner_id, membership_id, action, subject_kind, subject)
                SELECT @key, (SELECT id FROM feeds), @owner, (SELECT id FROM memberships WHERE organization_id = @owner AND user_id = @user AND ended_at IS NULL),
                    @action, 'glob', '*'
                """, new { key, owner = organization.PrincipalId, user = ofItself ? 0 : person.PrincipalId, action });
            return publicId;
        });

    public Task<bool> IsRevokedAsync(string key) => Database.ReadAsync(async read =>
        await read.ScalarAsync<long?>("SELECT revoked_at FROM api_keys WHERE public_id = @key", new { key }) is not null);

    public Task<List<string>> ListAsync(string sql, object? values = null) => Database.ReadAsync(read => read.QueryAsync<string>(sql, values));

    public Task<int> SqlAsync(string sql, object? values = null) => Database.WriteAsync(write => write.ExecuteAsync(sql, values));

    /// <summary>The acts in somebody's log, oldest first.</summary>
    public Task<List<string>> AuditAsync(long principalId) =>
        ListAsync("SELECT action FROM audit WHERE concerns_id = @principalId ORDER BY id", new { principalId });

    /// <summary>The subjects of the letters to a person, oldest first.</summary>
    public Task<List<string>> LettersAsync(SignedIn person) => ListAsync(
        "SELECT subject FROM mail_outbox WHERE recipient = @address ORDER BY id", new { address = person.Name.ToLowerInvariant() + "@example.com" });

    /// <summary>The members' names with their roles.</summary>
    public async Task<string[]> MembersAsync(SignedIn person, Organization organization) =>
        [.. (await Get<MemberList>().ReadAsync(person, organization)).Select(m => $"{m.Name} {m.Role.Word()}")];

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }
}
