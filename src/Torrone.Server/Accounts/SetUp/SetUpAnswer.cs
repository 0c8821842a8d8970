using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Accounts.SetUp;

/// <summary>The first administrator's session, or why there is none.</summary>
/// <param name="Session">Null when the claim failed.</param>
/// <param name="Problems">What is wrong with the form; empty when the link itself is over.</param>
public sealed record SetUpAnswer(StartedSession? Session, IReadOnlyList<AccountProblem> Problems)
{
    /// <summary>Used, expired, or no such link.</summary>
    public static readonly SetUpAnswer LinkIsOver = new(null, []);
}
