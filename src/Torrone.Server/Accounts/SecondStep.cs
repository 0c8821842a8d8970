using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>The second step of a sign-in: who gave the right password (or came from an outside provider) shows the second factor.</summary>
public sealed class SecondStep
{
    /// <summary>How long the first step is good for.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);

    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly SignIn _signIn;
    private readonly FactorCheck _check;
    private readonly PasskeyAssertions _passkeys;
    private readonly AuditLog _audit;

    internal SecondStep(Database database, OneTimeLinks links, SignIn signIn, FactorCheck check, PasskeyAssertions passkeys, AuditLog audit)
    {
        _database = database;
        _links = links;
        _signIn = signIn;
        _check = check;
        _passkeys = passkeys;
        _audit = audit;
    }

    /// <summary>What the account of a first step can show; null when the first step is too old or over.</summary>
    public async Task<ProofWays?> WaysAsync(string? token) => await FindAsync(token) is { } record
        ? await _database.ReadAsync(read => FactorRows.WaysAsync(read, record.PrincipalId))
        : null;

    /// <summary>Asks the browser for one of the account's passkeys; null when the first step is too old or over.</summary>
    public async Task<PasskeyChallenge?> AskPasskeyAsync(string? token) => await FindAsync(token) is { } record
        ? await _passkeys.AskAsync(PasskeyPurpose.SecondStep, record.PublicId, record)
        : null;

    /// <summary>Begins the session when the factor is right.</summary>
    /// <returns>Null when the first step is too old or over: back to the sign-in.</returns>
    public async Task<SignInAnswer?> RunAsync(string? token, GivenProof given, string site, Actor who)
    {
        if (await FindAsync(token) is not { } record)
        {
            return null;
        }

        bool right = given.Passkey.Length > 0
            ? await _passkeys.TakeAsync(PasskeyPurpose.SecondStep, record.PublicId, given, record.PrincipalId) is not null
            : await _check.IsRightAsync(record, given, site, who);
        if (!right)
        {
            await _database.WriteAsync(write => _audit.WriteAsync(write,
                new AuditEntry("factor.failed", who, "user", record.PublicId, record.PrincipalId)));
            return SignInAnswer.Failed;
        }

        return await _database.WriteAsync(async write => await _links.TakeAsync(write, LinkPurpose.SecondStep, token) is null
            ? null
            : new SignInAnswer(await _signIn.BeginAsync(write, record.PrincipalId, record.PublicId, who)));
    }

    /// <summary>Notes that the first step was right.</summary>
    /// <returns>What the browser brings to the second; kept nowhere else.</returns>
    internal static Task<string> BeginAsync(WriteTransaction write, OneTimeLinks links, AccountRecord record) =>
        links.IssueBesideAsync(write, LinkPurpose.SecondStep, record.PrincipalId, Lasts, record.SecurityStamp);

    // A password that was changed meanwhile, or a lock, ends the first step as it ends a session.
    private Task<AccountRecord?> FindAsync(string? token) => _database.ReadAsync(async read =>
        await _links.PeekAsync(read, LinkPurpose.SecondStep, token) is { UserId: { } userId, Payload: { } stamp }
        && await AccountRows.FindAsync(read, userId) is { LockedAt: null } record && record.SecurityStamp == stamp
            ? record
            : null);
}
