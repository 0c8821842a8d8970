namespace Torrone.Server.Log;

/// <summary>The types of log rows. A type is never renamed and never changes its meaning; a new form gets a new type version.</summary>
public static class LogTypes
{
    public const string VersionPushed = "version.pushed";
    public const string VersionListed = "version.listed";
    public const string VersionUnlisted = "version.unlisted";
    public const string VersionDeprecated = "version.deprecated";
    public const string VersionUndeprecated = "version.undeprecated";
    public const string VersionDeleted = "version.deleted";
    /// <summary>What is known of a package's weaknesses changed; without a package: what the feed as such says of them.</summary>
    public const string AdvisoriesChanged = "advisories.changed";
    public const string SymbolsPushed = "symbols.pushed";
    public const string OwnerAdded = "owner.added";
    public const string OwnerRemoved = "owner.removed";

    /// <summary>An owner of the package has another name, or is deleted.</summary>
    public const string OwnerChanged = "owner.changed";

    /// <summary>A reservation of ids that its owners hold began or ended: its verified badge may have changed.</summary>
    public const string ReservationChanged = "reservation.changed";
}
