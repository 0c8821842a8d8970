namespace Torrone.Server.Web.Pages.Account;

/// <summary>An address to write to.</summary>
public sealed class EmailField
{
    public string? Email { get; set; }
}
