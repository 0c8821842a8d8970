namespace Torrone.Server.Accounts.Sessions;

/// <summary>A session that has just begun.</summary>
/// <param name="Secret">What the cookie carries. Goes there and nowhere else.</param>
/// <param name="PublicId">The session's opaque id.</param>
/// <param name="Language">The tag of the language that the person has chosen; null when none is.</param>
public sealed record StartedSession(string Secret, string PublicId, string? Language)
{
    /// <summary>Without the secret: records print all they hold.</summary>
    public override string ToString() => $"Session {PublicId}";
}
