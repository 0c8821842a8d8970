namespace Torrone.Server.Accounts.Letters;

/// <summary>A letter that somebody asked for: to whoever has the address, if anybody does.</summary>
internal sealed class LetterRequest
{
    public string Kind { get; init; } = "";

    public string Email { get; init; } = "";

    /// <summary>What the link in the letter begins with.</summary>
    public string Site { get; init; } = "";
}
