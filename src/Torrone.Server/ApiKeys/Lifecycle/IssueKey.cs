using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Makes a key: checks, rows, audit and letter in one transaction. The answer holds the secret, the only time.</summary>
public sealed class IssueKey(
    Database database, KeyOwners owners, KeyRows rows, KeySecrets secrets, KeyLetters letters, AuditLog audit, TimeProvider clock)
{
    /// <summary>Keys of one person that are not deleted: what a list can show, and far more than anybody has use for.</summary>
    public const int MaxKeys = 200;

    /// <summary>Keys that one key has made and that are not cleared away yet.</summary>
    public const int MaxMade = 500;

    /// <summary>
    /// Makes the key for the feed main, or says everything that is wrong with the request. What a calling key leaves open of addresses,
    /// versions and single use, the new key takes over from it.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The caller may not make keys of the principal.</exception>
    public async Task<IssueAnswer> RunAsync(KeyCaller caller, KeyRequest request, CancellationToken cancellation = default)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return (await KeyForms.OnceAsync(database, caller, request.PrincipalId, request.FormNonce, now, async write =>
        {
            KeyDetails? parent = caller.Key is { } key ? await KeyReader.ReadAsync(write, key.KeyId) : null;
            KeyRequest wanted = parent is null ? request : Inherit(request, parent);
            KeyOwner? owner = await owners.FindAsync(write, caller, request.PrincipalId, request.OwnerId);
            KeyContents contents = KeyContents.Read(wanted, now);
            List<KeyProblem> problems = [.. await ProblemsAsync(write, caller, wanted, owner, now), .. contents.Problems];
            if (parent is not null && await write.ScalarAsync<long>("SELECT count(*) FROM api_keys WHERE parent_id = @Id AND deleted_at IS NULL", new { parent.Id }) >= MaxMade)
            {
                problems.Add(KeyProblem.Of("", "ProblemTooManyMade", MaxMade));
            }

            if (owner is not null)
            {
                problems.AddRange(contents.PolicyProblems(owner, now));
                problems.AddRange(parent is null ? [] : KeyAttenuation.Problems(KeyBounds.Of(parent), contents.Bounds(owner.Id)));
            }

            return problems.Count > 0 || owner is null
                ? IssueAnswer.Refused(problems)
                : await MakeAsync(write, caller, wanted, owner, contents, parent, now);
        }, cancellation))!;
    }

    private static KeyRequest Inherit(KeyRequest request, KeyDetails parent) => request with
    {
        Addresses = request.Addresses.Count == 0 ? parent.Addresses : request.Addresses,
        Versions = request.Versions.Count == 0 ? parent.Versions : request.Versions,
        SingleUse = request.SingleUse || parent.SingleUse != 0,
    };

    private static async Task<List<KeyProblem>> ProblemsAsync(DbSession read, KeyCaller caller, KeyRequest request, KeyOwner? owner, long now)
    {
        // Keys that a key made and that are over are not counted: a build that makes one each time would else soon stop.
        long count = await read.ScalarAsync<long>(
            """
            SELECT count(*) FROM api_keys WHERE principal_id = @PrincipalId AND deleted_at IS NULL
            AND (parent_id IS NULL OR (revoked_at IS NULL AND expires_at > @now))
            """, new { request.PrincipalId, now });
        KeyProblem?[] problems =
        [
            await KeyRights.AccountProblemAsync(read, caller, request.PrincipalId),
            await KeyRights.ProofProblemAsync(read, caller, now),
            KeyForms.Problem(request.FormNonce),
            owner is null ? KeyProblem.Of("owner", "ProblemOwner") : null,
            count >= MaxKeys ? KeyProblem.Of("", "ProblemTooManyKeys", MaxKeys) : null,
        ];
        return [.. problems.OfType<KeyProblem>()];
    }

    private async Task<IssueAnswer> MakeAsync(
        WriteTransaction write, KeyCaller caller, KeyRequest request, KeyOwner owner, KeyContents contents, KeyDetails? parent, long now)
    {
        char type = request.Actions.All(a => a == KeyAction.Read) ? KeyText.ReadOnly : KeyText.Standing;
        (long keyId, string publicId) = await rows.InsertAsync(write, caller, request.PrincipalId, type, contents, parent?.Id, now);
        await rows.KeepContentsAsync(write, keyId, owner, contents);
        KeyText secret = await secrets.AddAsync(write, keyId, type, now);
        await KeyForms.RememberAsync(write, request.PrincipalId, request.FormNonce, keyId, now);
        KeyDetails made = await KeyReader.ReadAsync(write, keyId);
        await audit.WriteAsync(write, new AuditEntry("key.created", caller.Who, "key", publicId, request.PrincipalId, After: made.ToJson()));
        await letters.SendAsync(write, KeyLetter.Created, made, request.Site);
        return IssueAnswer.Issued(publicId, secret, contents.ExpiresAt);
    }
}
