namespace Torrone.Server.Packages.Prefixes;

/// <summary>A reservation that holds.</summary>
public sealed class PrefixReservation
{
    /// <summary>The row's number, by which an administrator releases it.</summary>
    public long Id { get; init; }

    public string LowerPrefix { get; init; } = "";

    public bool IsPrefix { get; init; }

    /// <summary>True when others may take new ids under it as well; the verified badge is its owners' alone.</summary>
    public bool Shared { get; init; }

    /// <summary>Who holds it; several names are joined by commas.</summary>
    public string Owners { get; init; } = "";

    /// <summary>UTC Unix milliseconds.</summary>
    public long CreatedAt { get; init; }

    /// <summary>As people write it.</summary>
    public string Pattern => LowerPrefix + (IsPrefix ? "*" : "");
}
