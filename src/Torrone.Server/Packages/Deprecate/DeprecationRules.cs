using Torrone.NuGet.Identity;
using Torrone.NuGet.V3;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Deprecate;

/// <summary>What a deprecation must be, whoever asks for it. Pure.</summary>
public static class DeprecationRules
{
    /// <summary>Characters of the message.</summary>
    public const int LongestMessage = 1_000;

    /// <summary>Versions in one request.</summary>
    public const int MostVersions = 5_000;

    /// <summary>The deprecation that the request means; null when it takes one away, or is refused.</summary>
    /// <param name="id">The package whose versions they are.</param>
    public static (Deprecation? Deprecation, Refusal? Refusal) Read(PackageId id, DeprecationRequest request)
    {
        if (request.Versions.Count is 0 or > MostVersions)
        {
            return (null, request.Versions.Count == 0 ? Bad("deprecation-versions", "Deprecate.NoVersions") : Bad("deprecation-versions", "Deprecate.TooManyVersions", MostVersions));
        }

        string message = Clean(request.Message);
        string alternate = (request.AlternatePackageId ?? "").Trim();
        string version = (request.AlternatePackageVersion ?? "").Trim();
        if (!request.HasReason)
        {
            return (null, message.Length + alternate.Length + version.Length == 0 ? null : Bad("deprecation-reason", "Deprecate.NoReason"));
        }

        Refusal? refusal = message switch
        {
            { Length: 0 } when request.IsOther => Bad("deprecation-message", "Deprecate.NoMessage"),
            { Length: > LongestMessage } => Bad("deprecation-message", "Deprecate.LongMessage", LongestMessage),
            _ => null,
        };
        PackageVersion? lowest = null;
        PackageId? other = null;
        refusal ??= alternate.Length > 0 && !PackageId.TryParse(alternate, out other) ? Bad("deprecation-alternate", "Deprecate.BadAlternate", alternate) : null;
        refusal ??= version.Length > 0 && !PackageVersion.TryParse(version, out lowest) ? Bad("deprecation-alternate", "Deprecate.BadAlternateVersion", version) : null;
        refusal ??= lowest is not null && other is null ? Bad("deprecation-alternate", "Deprecate.NoAlternate") : null;
        refusal ??= other?.Lower == id.Lower && (lowest is null || Names(request, lowest)) ? Bad("deprecation-alternate", "Deprecate.Itself", id.Original) : null;
        return refusal is not null ? (null, refusal) : (new Deprecation(
            [.. Reasons(request)],
            message.Length == 0 ? null : message,
            other?.Original,
            other is null ? null : lowest is null ? "*" : $"[{lowest.Normalized}, )"), null);
    }

    private static bool Names(DeprecationRequest request, PackageVersion version) =>
        request.Versions.Any(v => PackageVersion.TryParse(v, out PackageVersion? named) && named.Equals(version));

    private static IEnumerable<string> Reasons(DeprecationRequest request)
    {
        if (request.IsLegacy)
        {
            yield return Deprecation.Legacy;
        }

        if (request.HasCriticalBugs)
        {
            yield return Deprecation.CriticalBugs;
        }

        if (request.IsOther)
        {
            yield return Deprecation.Other;
        }
    }

    // Clients print it to terminals.
    private static string Clean(string? message) =>
        string.Concat((message ?? "").ReplaceLineEndings("\n").Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)).Trim();

    private static Refusal Bad(string code, string key, params object?[] values) =>
        new(StatusCodes.Status400BadRequest, code, PackagesText.Text.English(key, values)) { Localized = () => PackagesText.Text.Format(key, values) };
}
