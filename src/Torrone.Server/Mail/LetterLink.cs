namespace Torrone.Server.Mail;

/// <summary>The one thing that a letter asks its reader to open.</summary>
/// <param name="Address">Absolute; http or https.</param>
/// <param name="Words">What the button says.</param>
public sealed record LetterLink(string Address, string Words)
{
    /// <summary>Without the address: it may hold a token, and records print all they hold.</summary>
    public override string ToString() => $"Link '{Words}'";
}
