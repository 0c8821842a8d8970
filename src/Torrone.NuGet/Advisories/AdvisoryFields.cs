using System.Globalization;
using System.Text.Json;
using Torrone.NuGet.Manifests;

namespace Torrone.NuGet.Advisories;

/// <summary>What both forms of advisories have in common: careful looks at fields that may be of any type.</summary>
internal static class AdvisoryFields
{
    /// <summary>The field; an undefined element where the value is no object or has no such field.</summary>
    public static JsonElement Field(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement field) ? field : default;

    /// <summary>The text; null for anything else.</summary>
    public static string? Text(this JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The items; none for what is not there or null.</summary>
    /// <exception cref="AdvisoryException">It is something else: what it says would be lost.</exception>
    public static IEnumerable<JsonElement> Items(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray(),
        JsonValueKind.Undefined or JsonValueKind.Null => [],
        _ => throw new AdvisoryException(AdvisoryProblem.NotAnAdvisory),
    };

    /// <summary>A name of letters, digits and <c>- . _ :</c>.</summary>
    /// <exception cref="AdvisoryException">It is none.</exception>
    public static string Identifier(JsonElement value) => IsIdentifier(value.Text())
        ? value.GetString()!
        : throw new AdvisoryException(AdvisoryProblem.Identifier, value.Text());

    public static bool IsIdentifier(string? text) =>
        text is { Length: > 0 and <= AdvisoryLimits.Identifier } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or ':');

    /// <summary>Other names, without the advisory's own and each once. Those that cannot be one are left out.</summary>
    /// <exception cref="AdvisoryException">There are too many.</exception>
    public static IReadOnlyList<string> Aliases(string identifier, IEnumerable<string?> names)
    {
        string[] aliases = [.. names.Where(IsIdentifier).Select(n => n!).Where(n => !n.Equals(identifier, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(AdvisoryLimits.Aliases + 1)];
        return aliases.Length <= AdvisoryLimits.Aliases ? aliases : throw new AdvisoryException(AdvisoryProblem.TooMuch, identifier);
    }

    /// <summary>UTC Unix milliseconds; null for what is not there or null.</summary>
    /// <exception cref="AdvisoryException">It is no time.</exception>
    public static long? Time(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
        {
            return null;
        }

        return DateTimeOffset.TryParse(value.Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
            ? time.ToUnixTimeMilliseconds()
            : throw new AdvisoryException(AdvisoryProblem.Time, value.Text());
    }

    /// <summary>One printable line, cut where it is too long.</summary>
    public static string Line(string? text)
    {
        string line = string.Join(' ', string.Concat((text ?? "").Take(4 * AdvisoryLimits.Summary).Select(c => char.IsControl(c) ? ' ' : c))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= AdvisoryLimits.Summary ? line : line[..(AdvisoryLimits.Summary - 1)].TrimEnd() + "…";
    }

    /// <summary>The first web address among these, else where the identifier's own database describes it.</summary>
    public static string Url(string identifier, IEnumerable<string?> addresses)
    {
        if (identifier.StartsWith("GHSA-", StringComparison.OrdinalIgnoreCase))
        {
            return "https://github.com/advisories/" + identifier;
        }

        return addresses.FirstOrDefault(a => a is { Length: <= AdvisoryLimits.Url } && WebAddress.IsWeb(a))
            ?? (identifier.StartsWith("CVE-", StringComparison.OrdinalIgnoreCase) ? "https://nvd.nist.gov/vuln/detail/" : "https://osv.dev/vulnerability/") + identifier;
    }
}
