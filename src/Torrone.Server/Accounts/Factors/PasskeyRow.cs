namespace Torrone.Server.Accounts.Factors;

/// <summary>A passkey's row.</summary>
internal sealed class PasskeyRow
{
    public byte[] CredentialId { get; init; } = [];

    public long UserId { get; init; }

    public string Name { get; init; } = "";

    public string Data { get; init; } = "";

    public long CreatedAt { get; init; }

    public long? LastUsedAt { get; init; }
}
