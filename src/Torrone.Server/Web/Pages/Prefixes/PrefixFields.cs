namespace Torrone.Server.Web.Pages.Prefixes;

/// <summary>Which ids, for whom, and why.</summary>
public sealed class PrefixFields
{
    /// <summary>"Contoso.*" or one id.</summary>
    public string? Pattern { get; set; }

    /// <summary>The name of a person or organization.</summary>
    public string? Owner { get; set; }

    public string? Reason { get; set; }

    /// <summary>True when others may take new ids under it as well.</summary>
    public bool Shared { get; set; }
}
