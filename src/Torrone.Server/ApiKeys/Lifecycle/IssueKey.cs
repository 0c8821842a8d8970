using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Makes a key: checks, rows, audit and letter in one transaction. The answer holds the secret, the only time.</summary>
public sealed class IssueKey(
    Database database, FeedDirectory feeds, KeyRights rights, KeySecrets secrets, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keys of one person that are not deleted: what a list can show, and far more than anybody has use for.</summary>
    public const int MaxKeys = 200;

    /// <summary>Makes the key for the feed main, or says everything that is wrong with the request.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither the person nor the command line.</exception>
    public async Task<IssueAnswer> RunAsync(Actor who, KeyRequest request, CancellationToken cancellation = default)
    {
        KeyRights.Demand(who, request.PrincipalId);
        return (await KeyForms.OnceAsync(database, request.PrincipalId, request.FormNonce, async write =>
        {
            KeyOwner? owner = await rights.OwnerAsync(write, request.PrincipalId, request.OwnerId);
            KeySubjects subjects = KeySubjects.Read(request);
            List<KeyProblem> problems = [.. await ProblemsAsync(write, who, request, owner), .. subjects.Problems];
            return problems.Count > 0 || owner is null
                ? IssueAnswer.Refused(problems)
                : await MakeAsync(write, who, request, owner, subjects);
        }, cancellation))!;
    }

    private async Task<List<KeyProblem>> ProblemsAsync(DbSession read, Actor who, KeyRequest request, KeyOwner? owner)
    {
        List<KeyProblem?> problems =
        [
            await KeyRights.AccountProblemAsync(read, request.PrincipalId),
            await KeyRights.ProofProblemAsync(read, who, clock.GetUtcNow().ToUnixTimeMilliseconds()),
            KeyForms.Problem(request.FormNonce),
            KeyNames.Problem(request.Name),
            owner is null ? KeyProblem.Of("owner", "ProblemOwner") : null,
            request.Actions.Count == 0 ? KeyProblem.Of("actions", "ProblemNoAction") : null,
        ];
        if (owner is not null && (request.LifetimeDays < 1 || request.LifetimeDays > owner.MaxDays))
        {
            problems.Add(KeyProblem.Of("expiry", "ProblemExpiry", owner.MaxDays));
        }

        long count = await read.ScalarAsync<long>("SELECT count(*) FROM api_keys WHERE principal_id = @PrincipalId AND deleted_at IS NULL",
            new { request.PrincipalId });
        if (count >= MaxKeys)
        {
            problems.Add(KeyProblem.Of("", "ProblemTooManyKeys", MaxKeys));
        }

        return [.. problems.OfType<KeyProblem>()];
    }

    private async Task<IssueAnswer> MakeAsync(WriteTransaction write, Actor who, KeyRequest request, KeyOwner owner, KeySubjects subjects)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long expiresAt = now + (request.LifetimeDays * KeyWarnings.Day);
        char type = request.Actions.All(a => a == KeyAction.Read) ? KeyText.ReadOnly : KeyText.Standing;
        string publicId = PublicId.New();
        long keyId = await write.ScalarAsync<long>(
            """
            INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, name, created_at, expires_at, lifetime_days)
            VALUES (@publicId, @type, @principal, @principal, @name, @now, @expiresAt, @days) RETURNING id
            """, new
            {
                publicId, type = type.ToString(), principal = request.PrincipalId, name = request.Name.Trim(), now, expiresAt,
                days = request.LifetimeDays,
            });
        await write.ExecuteAsync(
            """
            INSERT INTO api_key_scopes (key_id, feed_id, owner_id, membership_id, action, subject_kind, subject)
            VALUES (@keyId, @feed, @owner, @membership, @action, @kind, @subject)
            """,
            from action in request.Actions.Distinct()
            from subject in subjects.All
            select new
            {
                keyId, feed = feeds.Main.Id, owner = owner.Id, membership = owner.MembershipId, action = action.Name(), kind = subject.Kind,
                subject = subject.Subject,
            });
        KeyText secret = await secrets.AddAsync(write, keyId, type, now);
        await KeyForms.RememberAsync(write, request.PrincipalId, request.FormNonce, keyId, now);
        KeyDetails made = await KeyReader.ReadAsync(write, keyId);
        await audit.WriteAsync(write, new AuditEntry("key.created", who, "key", publicId, request.PrincipalId, After: made.ToJson()));
        await letters.SendAsync(write, KeyLetter.Created, made, request.Site);
        return IssueAnswer.Issued(publicId, secret, expiresAt);
    }
}
