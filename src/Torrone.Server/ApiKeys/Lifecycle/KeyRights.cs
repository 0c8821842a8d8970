using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Data;
using Torrone.Server.Organizations;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Who may make and change whose keys. Asked inside the read or write that depends on it.</summary>
public static class KeyRights
{
    /// <summary>
    /// Lets pass: the command line; a person in a session for its own keys and for those of an organization that it administers now; a
    /// valid key with the action manage-keys for keys of its own principal (which of them, says <see cref="KeyReader"/>).
    /// </summary>
    /// <param name="principalId">The person or organization in whose list the keys stand.</param>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <exception cref="UnauthorizedAccessException">It is anybody else.</exception>
    public static async Task DemandAsync(DbSession read, KeyCaller caller, long principalId, long now)
    {
        bool allowed = caller switch
        {
            { IsCommandLine: true } => true,
            { Key: { } key } => key.PrincipalId == principalId && await MayManageAsync(read, caller, key, now),
            // The caller must be the key itself, proved, and not just its name.
            { Who.KeyPublicId: not null } or { Who.PrincipalId: null } => false,
            { Who.PrincipalId: { } person } => person == principalId || await Memberships.IsAdminAsync(read, principalId, person),
        };
        if (!allowed)
        {
            throw new UnauthorizedAccessException();
        }
    }

    /// <summary>
    /// Whoever makes, edits or renews a key in a session has lately proved to be the account's holder: a stolen cookie alone makes no
    /// keys. Null when that is so, for the command line, and for a key, which is its own proof.
    /// </summary>
    public static async Task<KeyProblem?> ProofProblemAsync(DbSession read, KeyCaller caller, long now) =>
        caller.IsCommandLine || caller.Key is not null || await ProveAgain.IsFreshAsync(read, caller.Who, now) ? null : KeyProblem.Of("proof", "ProblemProof");

    /// <summary>Why the person or organization, or the person who acts for it, may not have keys made; null when they may.</summary>
    public static async Task<KeyProblem?> AccountProblemAsync(DbSession read, KeyCaller caller, long principalId)
    {
        KeyProblem? problem = await AccountProblemAsync(read, principalId);
        return problem is null && caller.Key is null && caller.Who.PrincipalId is { } person && person != principalId
            ? await AccountProblemAsync(read, person)
            : problem;
    }

    private static async Task<KeyProblem?> AccountProblemAsync(DbSession read, long principalId)
    {
        AccountRow? account = await read.FirstOrDefaultAsync<AccountRow>(
            """
            SELECT p.kind, p.locked_at, u.email_confirmed_at FROM principals p LEFT JOIN users u ON u.principal_id = p.id
            WHERE p.id = @principalId AND p.deleted_at IS NULL
            """, new { principalId });
        return account switch
        {
            null => KeyProblem.Of("", "ProblemNoAccount"),
            { LockedAt: not null } => KeyProblem.Of("", "ProblemLocked"),
            { Kind: 0, EmailConfirmedAt: null } => KeyProblem.Of("", "ProblemUnconfirmed"),
            _ => null,
        };
    }

    // Asked again in the transaction: the key may have been revoked while the request was on its way.
    private static async Task<bool> MayManageAsync(DbSession read, KeyCaller caller, PresentedKey presented, long now)
    {
        PresentedKey? key = await KeyLookup.CurrentAsync(read, presented);
        IPAddress? address = IPAddress.TryParse(caller.Who.Address, out IPAddress? parsed) ? parsed : null;
        return key is not null && key.Scopes.Select(s => s.FeedId).Distinct().Any(feed => KeyEvaluation.Decide(
            key, new KeyQuestion(KeyOperation.ManageKeys, feed, "", new PackageStanding(false, [], null), now) { Address = address }).IsAllowed);
    }

    private sealed class AccountRow
    {
        public long Kind { get; init; }

        public long? LockedAt { get; init; }

        public long? EmailConfirmedAt { get; init; }
    }
}
