namespace Torrone.Server.ApiKeys;

/// <summary>One use of a key, allowed or refused.</summary>
/// <param name="At">UTC Unix milliseconds.</param>
/// <param name="Action">What was wanted, by its word (<see cref="KeyOperations"/>).</param>
/// <param name="Package">The package id, when it was known by then.</param>
/// <param name="Version">The version, when it was known by then.</param>
/// <param name="Address">The client's address.</param>
/// <param name="Client">What the client calls itself.</param>
/// <param name="Result">"ok", or the refusal's code.</param>
public sealed record KeyUseEntry(
    long KeyId, long At, string Action, string? Package, string? Version, string? Address, string? Client, string Result)
{
    /// <summary>The result of a use that was allowed.</summary>
    public const string Ok = "ok";

    /// <summary>Which of the key's secrets was presented; null when that is not known.</summary>
    public long? SecretId { get; init; }

    /// <summary>The gallery's address for a letter, without a slash at its end; null: no letter is written.</summary>
    public string? Site { get; init; }
}
