using Torrone.Server.Audit;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Who wants something done to keys: a person in a session, the command line, or a key with the action manage-keys.</summary>
/// <param name="Who">For the audit log.</param>
/// <param name="Key">The key that acts, as the gate found it; null for a session and the command line.</param>
public sealed record KeyCaller(Actor Who, PresentedKey? Key = null)
{
    /// <summary>True for the command line on the server itself. Compared by reference: any of its fields could be imitated by a request.</summary>
    public bool IsCommandLine => ReferenceEquals(Who, Actor.CommandLine);

    public static implicit operator KeyCaller(Actor who) => FromActor(who);

    /// <summary>A person in a session, or the command line.</summary>
    public static KeyCaller FromActor(Actor who) => new(who);

    /// <summary>A key, and the request that carries it.</summary>
    public static KeyCaller FromKey(PresentedKey key, HttpContext context) => new(KeyActor.For(key, context), key);
}
