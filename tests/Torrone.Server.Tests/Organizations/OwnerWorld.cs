using Microsoft.Extensions.Logging.Abstractions;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Log;
using Torrone.Server.Mail;
using Torrone.Server.Packages.Owners;
using Torrone.Server.Packages.Prefixes;
using Torrone.Server.Tests.Data;

namespace Torrone.Server.Tests.Organizations;

/// <summary>Packages with owners, beside a world of people and organizations.</summary>
public sealed class OwnerWorld : IAsyncDisposable
{
    private readonly LogTail _tail;

    private OwnerWorld(OrganizationWorld world)
    {
        World = world;
        EventLog log = new(world.Database, world.Clock);
        AuditLog audit = world.Get<AuditLog>();
        _tail = new LogTail(log, world.Database, [], NullLogger<LogTail>.Instance);
        OwnerRows rows = new(log, audit, world.Clock);
        OwnerLetters letters = new(new SecurityMail(world.Get<Outbox>()));
        Request = new RequestOwner(world.Database, rows, letters, audit, _tail, world.Clock);
        Answer = new AnswerOwnerRequest(world.Database, rows, letters, audit, _tail);
        Remove = new RemoveOwner(world.Database, rows, letters, _tail, world.Clock);
        Queries = new OwnerQueries(world.Database, world.Clock);
        PrefixRows prefixes = new(log, world.Clock);
        AskPrefix = new RequestPrefix(world.Database, prefixes, audit);
        Decide = new DecidePrefix(world.Database, prefixes, letters, audit, _tail);
        Prefixes = new PrefixQueries(world.Database);
    }

    public OrganizationWorld World { get; }

    public RequestOwner Request { get; }

    public AnswerOwnerRequest Answer { get; }

    public RemoveOwner Remove { get; }

    public OwnerQueries Queries { get; }

    public RequestPrefix AskPrefix { get; }

    public DecidePrefix Decide { get; }

    public PrefixQueries Prefixes { get; }

    public long FeedId { get; private set; }

    public static async Task<OwnerWorld> NewAsync(Engines engines, string engine)
    {
        OwnerWorld owners = new(await OrganizationWorld.NewAsync(engines, engine));
        owners.FeedId = await owners.World.Database.WriteAsync(write => write.ScalarAsync<long>(
            "INSERT INTO feeds (public_id, name, lower_name, created_at) VALUES ('f', 'main', 'main', 0) RETURNING id"));
        return owners;
    }

    public Task PackageAsync(string id, params long[] owners) => World.Database.WriteAsync(async write =>
    {
        long package = await write.ScalarAsync<long>(
            "INSERT INTO packages (feed_id, lower_id, display_id, created_at) VALUES (@FeedId, @lower, @id, 0) RETURNING id",
            new { FeedId, lower = id.ToLowerInvariant(), id });
        await write.ExecuteAsync("INSERT INTO package_owners (package_id, principal_id, since) VALUES (@package, @owner, 0)",
            owners.Select(owner => new { package, owner }));
    });

    public Task<OwnerAnswer> AskAsync(SignedIn person, string owner, bool transfer, params string[] ids) =>
        Request.RunAsync(person, OrganizationWorld.As(person), FeedId, ids, owner, transfer, OrganizationWorld.Site);

    public Task<List<OwnerRequest>> IncomingAsync(SignedIn person) => Queries.IncomingAsync(person, OrganizationWorld.As(person));

    public Task<OwnerProblem?> AcceptAsync(SignedIn person, string publicId) =>
        Answer.AcceptAsync(person, OrganizationWorld.As(person), publicId, OrganizationWorld.Site);

    public Task<OwnerProblem?> RemoveAsync(SignedIn person, string id, string ownerPublicId) =>
        Remove.RunAsync(person, OrganizationWorld.As(person), FeedId, id, ownerPublicId, OrganizationWorld.Site);

    /// <summary>The owners' names, sorted.</summary>
    public async Task<string> OwnersAsync(string id) => string.Join(' ', await World.ListAsync(
        """
        SELECT p.name FROM package_owners o JOIN packages g ON g.id = o.package_id JOIN principals p ON p.id = o.principal_id
        WHERE g.lower_id = @lower ORDER BY p.lower_name
        """, new { lower = id.ToLowerInvariant() }));

    public Task<List<string>> LogAsync() => World.ListAsync("SELECT type || ' ' || package_lower_id FROM log ORDER BY sequence");

    public async ValueTask DisposeAsync()
    {
        _tail.Dispose();
        await World.DisposeAsync();
    }
}
