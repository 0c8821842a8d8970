using System.Diagnostics.CodeAnalysis;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>What the gate found: a valid key, or why there is none.</summary>
public sealed record KeyAnswer
{
    private KeyAnswer(PresentedKey? key, Refusal? refusal)
    {
        Key = key;
        Refusal = refusal;
    }

    public PresentedKey? Key { get; }

    public Refusal? Refusal { get; }

    [MemberNotNullWhen(true, nameof(Key))]
    [MemberNotNullWhen(false, nameof(Refusal))]
    public bool IsValid => Key is not null;

    public static KeyAnswer Valid(PresentedKey key) => new(key, null);

    public static KeyAnswer Refuse(Refusal refusal) => new(null, refusal);
}
