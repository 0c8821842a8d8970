namespace Torrone.Server.ApiKeys;

/// <summary>The words for <see cref="KeyRule"/> on the command line and in the API. They never change.</summary>
public static class KeyRules
{
    private static readonly string[] Names =
    [
        "known", "not-revoked", "not-expired", "holder-not-locked", "holder-confirmed", "parent-in-force", "not-held", "not-frozen", "address",
        "not-used-up", "action", "package", "version", "membership", "owner-not-locked", "second-factor", "policy", "ownership", "parent-allows",
    ];

    /// <summary>The rule's word.</summary>
    public static string Name(this KeyRule rule) => Names[(int)rule];

    /// <summary>What the rule asks, as a sentence in the reader's language that is true when the rule is kept.</summary>
    public static string Sentence(this KeyRule rule) => ApiKeysText.Text["Rule." + rule];
}
