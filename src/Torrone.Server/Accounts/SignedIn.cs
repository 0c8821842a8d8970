namespace Torrone.Server.Accounts;

/// <summary>Who sits at the other end of this request, read from the session's row at its beginning.</summary>
/// <param name="PrincipalId">The person's row; never leaves the server.</param>
/// <param name="PublicId">The person's opaque id.</param>
/// <param name="Name">The user name as the person spells it.</param>
/// <param name="IsAdmin">May administer this installation.</param>
/// <param name="IsConfirmed">Has proved to read the address's mail.</param>
/// <param name="SessionPublicId">The session's opaque id, for audit rows and the list of sessions.</param>
/// <param name="ProvedAt">The last time, in UTC Unix milliseconds, that the person gave the account's proof (password) in this session.</param>
public sealed record SignedIn(
    long PrincipalId, string PublicId, string Name, bool IsAdmin, bool IsConfirmed, string SessionPublicId, long ProvedAt);
