namespace Torrone.Server.Api.Keys;

/// <summary>A key with its new secret, which no other answer will hold.</summary>
public sealed record SecretBody
{
    public required KeyBody Key { get; init; }

    /// <summary>The secret itself, 46 characters.</summary>
    public required string Secret { get; init; }

    /// <summary>Without the secret: a record prints all it holds.</summary>
    public override string ToString() => $"The secret of the key {Key.Id}";
}
