namespace Torrone.Server.Packages.Owners;

/// <summary>An owner of a package, or who is asked to be one.</summary>
public sealed class OwnerRow
{
    internal long PrincipalId { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>0 a person, 1 an organization.</summary>
    public long Kind { get; init; }

    /// <summary>Since when, or when asked; UTC Unix milliseconds.</summary>
    public long Since { get; init; }
}
