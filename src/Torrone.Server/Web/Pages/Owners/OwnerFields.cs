namespace Torrone.Server.Web.Pages.Owners;

/// <summary>Who is to own packages, and how.</summary>
public sealed class OwnerFields
{
    /// <summary>The name of a person or organization.</summary>
    public string? Owner { get; set; }

    /// <summary>"transfer" when the present owner steps down; anything else adds the owner.</summary>
    public string? How { get; set; }

    /// <summary>True when the present owner steps down.</summary>
    internal bool IsTransfer => How == "transfer";
}
