using System.Diagnostics.CodeAnalysis;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>What the gate found: a valid key, or why there is none.</summary>
public sealed record KeyAnswer
{
    private KeyAnswer(PresentedKey? key, PresentedKey? presented, Refusal? refusal)
    {
        Key = key;
        Presented = presented;
        Refusal = refusal;
    }

    /// <summary>The key, when it is in force; null otherwise.</summary>
    public PresentedKey? Key { get; }

    /// <summary>
    /// The key whose secret was presented, in force or not: for its history, and for its holder to end it. Nothing may be allowed by it.
    /// Null when no row has the secret.
    /// </summary>
    public PresentedKey? Presented { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Key))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsValid => Key is not null;

    public static KeyAnswer Valid(PresentedKey key) => new(key, key, null);

    /// <param name="presented">The key that is known but not in force; null when none is known.</param>
    public static KeyAnswer Refuse(Refusal refusal, PresentedKey? presented = null) => new(null, presented, refusal);
}
