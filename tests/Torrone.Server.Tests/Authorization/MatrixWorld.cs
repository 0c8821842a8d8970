using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Packages;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Server.Tests.Data;

namespace Torrone.Server.Tests.Authorization;

/// <summary>The matrix's people, packages, prefixes and keys as rows of a real database.</summary>
internal sealed class MatrixWorld : IAsyncDisposable
{
    public const long Now = 1_000_000;
    public const long Never = 9_000_000_000_000_000;

    public static readonly string[] Actions = ["push", "push-version", "unlist", "read", "manage-keys", "everything"];

    private readonly KeyWorld _world;
    private readonly Dictionary<Acting, long> _holders = [];
    private readonly Dictionary<Acting, long?> _memberships = [];
    private readonly Dictionary<(Acting, Target), PackageStanding> _standings = [];
    private long _team;

    private MatrixWorld(KeyWorld world) => _world = world;

    public long Feed => _world.Get<FeedDirectory>().Main.Id;

    public static async Task<MatrixWorld> NewAsync(Engines engines, string engine)
    {
        MatrixWorld matrix = new(await KeyWorld.NewAsync(engines, engine));
        await matrix.PeopleAsync();
        foreach (Acting acting in Enum.GetValues<Acting>())
        {
            foreach (Target target in Enum.GetValues<Target>())
            {
                matrix._standings[(acting, target)] = await matrix.StandingAsync(acting, target);
            }
        }

        return matrix;
    }

    /// <summary>A fresh key, by its secret.</summary>
    public async Task<KeyText> KeyAsync(Acting acting, KeyFate fate, string action)
    {
        KeyText text = KeyText.Create(KeyText.Standing, _world.Get<SiteTag>().Value);
        KeyHash hash = _world.Get<KeyHash>();
        await _world.Database.WriteAsync(async write =>
        {
            long? parent = fate < KeyFate.ChildOfGood ? null : await InsertAsync(write, acting, fate switch
            {
                KeyFate.ChildOfRevoked => "revoked_at = 5",
                KeyFate.ChildOfExpired => "expires_at = 5",
                KeyFate.ChildOfFrozen => "frozen_at = 5",
                _ => "single_use = 0",
            }, action, fate == KeyFate.ChildOfNarrower ? "Nothing.*" : "*", null);
            long key = await InsertAsync(write, acting, fate switch
            {
                KeyFate.Expired => $"expires_at = {Now}",
                KeyFate.Revoked => "revoked_at = 5",
                KeyFate.Deleted => "deleted_at = 5",
                KeyFate.Frozen => "frozen_at = 5",
                KeyFate.Held => "held_at = 5",
                KeyFate.UsedUp => "single_use = 1, used_up_at = 5, used_up_operation = 'push', used_up_package = 'Another', used_up_version = '1.0.0'",
                _ => "single_use = 0",
            }, action, "*", parent);
            await write.ExecuteAsync(
                "INSERT INTO api_key_secrets (key_id, hash, pepper_version, hint, created_at, ends_at) VALUES (@key, @mac, @version, 'aaaa', 0, @end)",
                new { key, mac = hash.Of(text, hash.Current), version = hash.Current, end = fate == KeyFate.SecretReplaced ? 5L : (long?)null });
        });
        return text;
    }

    /// <summary>Lets something befall the people, and undoes what befell them before.</summary>
    public async Task BefallAsync(Trouble trouble)
    {
        await _world.SqlAsync("UPDATE principals SET locked_at = NULL");
        await _world.SqlAsync("UPDATE users SET email_confirmed_at = 1");
        await _world.SqlAsync("UPDATE organizations SET second_factor_required = 0, key_actions = NULL");
        await _world.SqlAsync(trouble switch
        {
            Trouble.HolderLocked => "UPDATE principals SET locked_at = 5 WHERE name <> 'stranger' AND (kind = 0 OR name = 'team-itself')",
            Trouble.HolderUnconfirmed => "UPDATE users SET email_confirmed_at = NULL",
            Trouble.TeamLocked => "UPDATE principals SET locked_at = 5 WHERE kind = 1",
            Trouble.TeamDemandsSecondFactor => "UPDATE organizations SET second_factor_required = 1",
            Trouble.TeamLetsKeysOnlyRead => "UPDATE organizations SET key_actions = 'read'",
            _ => "UPDATE principals SET locked_at = NULL",
        });
    }

    /// <summary>What the product says: "ok" or the refusal's code.</summary>
    public static string Answer(PresentedKey key, KeyQuestion question) => KeyEvaluation.Decide(key, question).Refusal?.Code ?? "ok";

    public Task<PresentedKey?> FindAsync(KeyText text) => _world.Get<KeyLookup>().FindAsync(text);

    public KeyQuestion Question(MatrixCase cell) =>
        new(cell.Operation, Feed, Id(cell.Acting, cell.Target), _standings[(cell.Acting, cell.Target)], Now) { LowerVersion = "1.0.0" };

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private static string Id(Acting acting, Target target) => $"{target}.{acting}";

    private async Task PeopleAsync()
    {
        _team = await _world.OrganizationAsync("team");
        long stranger = await _world.PersonAsync("stranger");
        foreach (Acting acting in Enum.GetValues<Acting>())
        {
            long holder = acting == Acting.TeamForItself ? await _world.OrganizationAsync("team-itself") : await _world.PersonAsync(acting.ToString());
            _holders[acting] = holder;
            _memberships[acting] = acting is Acting.PersonForItself or Acting.TeamForItself or Acting.StrangerForTeam ? null : await JoinAsync(acting, holder);
            foreach (Target target in Enum.GetValues<Target>())
            {
                long owner = target switch
                {
                    Target.HoldersOwn or Target.NewUnderPrefixOfHolder => holder,
                    Target.Teams or Target.NewUnderPrefixOfTeam => acting == Acting.TeamForItself ? holder : _team,
                    _ => stranger,
                };
                await PackageAsync(target, Id(acting, target), owner);
            }
        }
    }

    private async Task<long?> JoinAsync(Acting acting, long holder)
    {
        await _world.SqlAsync("INSERT INTO memberships (organization_id, user_id, role, created_at, ended_at) VALUES (@_team, @holder, @role, 0, @end)", new
        {
            _team, holder, role = acting == Acting.AdminForTeam ? "admin" : "collaborator",
            end = acting is Acting.FormerMemberForTeam or Acting.ReturnedMemberForTeam ? 5L : (long?)null,
        });
        long? membership = await _world.AskAsync<long>("SELECT max(id) FROM memberships");
        if (acting == Acting.ReturnedMemberForTeam)
        {
            await _world.JoinAsync(_team, holder);
        }

        return membership;
    }

    private Task PackageAsync(Target target, string id, long owner) => _world.Database.WriteAsync(async write =>
    {
        string lower = id.ToLowerInvariant();
        if (target < Target.NewAndFree)
        {
            long package = await write.ScalarAsync<long>(
                "INSERT INTO packages (feed_id, lower_id, display_id, created_at) VALUES (@Feed, @lower, @id, 0) RETURNING id", new { Feed, lower, id });
            await write.ExecuteAsync("INSERT INTO package_owners (package_id, principal_id, since) VALUES (@package, @owner, 0)", new { package, owner });
        }
        else if (target != Target.NewAndFree)
        {
            long prefix = await write.ScalarAsync<long>(
                "INSERT INTO reserved_prefixes (feed_id, lower_prefix, is_prefix, created_at) VALUES (@Feed, @lower, 1, 0) RETURNING id", new { Feed, lower });
            await write.ExecuteAsync("INSERT INTO reserved_prefix_owners (prefix_id, principal_id) VALUES (@prefix, @owner)", new { prefix, owner });
        }
    });

    private Task<PackageStanding> StandingAsync(Acting acting, Target target) => _world.Database.ReadAsync(read =>
        PackageStandings.ReadAsync(read, Feed, Id(acting, target).ToLowerInvariant()));

    private async Task<long> InsertAsync(WriteTransaction write, Acting acting, string state, string action, string glob, long? parent)
    {
        long holder = _holders[acting];
        long key = await write.ScalarAsync<long>(
            """
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, parent_id, name, created_at, expires_at, lifetime_days)
            VALUES (@publicId, 'p', @holder, @holder, @parent, 'key', 0, @Never, 90) RETURNING id
            """, new { publicId = PublicId.New(), holder, parent, Never });
        await write.ExecuteAsync($"UPDATE api_keys SET {state} WHERE id = @key", new { key });
        await write.ExecuteAsync(
            """
            INSERT INTO api_key_scopes (key_id, feed_id, owner_id, membership_id, action, subject_kind, subject)
            VALUES (@key, @Feed, @owner, @membership, @action, 'glob', @glob)
            """, new
            {
                key, Feed, owner = acting is Acting.PersonForItself or Acting.TeamForItself ? holder : _team, membership = _memberships[acting], action, glob,
            });
        return key;
    }
}
