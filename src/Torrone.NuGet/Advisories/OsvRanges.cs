using System.Text.Json;
using NuGet.Versioning;
using Torrone.NuGet.Identity;

namespace Torrone.NuGet.Advisories;

/// <summary>Which versions one entry of OSV's <c>affected</c> means: what its ranges hold, and what it lists.</summary>
internal static class OsvRanges
{
    /// <exception cref="AdvisoryException">It is not understood.</exception>
    public static IReadOnlyList<VersionRange> Read(JsonElement affected)
    {
        List<VersionRange> ranges = [];
        foreach (JsonElement range in affected.Field("ranges").Items())
        {
            // Commits are no versions of a package.
            if (range.Field("type").Text() is "ECOSYSTEM" or "SEMVER")
            {
                ranges.AddRange(Spans(range, LastKnown(affected)));
            }
        }

        List<VersionRange> single = [];
        int listed = 0;
        foreach (JsonElement one in affected.Field("versions").Items())
        {
            NuGetVersion version = Version(one.Text());
            // Exports list each version that their ranges hold, too.
            if (!ranges.Exists(r => r.Satisfies(version)))
            {
                single.Add(new VersionRange(version, true, version, true));
            }

            if (++listed > AdvisoryLimits.Versions || ranges.Count > AdvisoryLimits.Events)
            {
                throw new AdvisoryException(AdvisoryProblem.TooMuch);
            }
        }

        return [.. ranges, .. single];
    }

    private static List<VersionRange> Spans(JsonElement range, VersionRange? lastKnown)
    {
        List<VersionRange> spans = [];
        NuGetVersion? from = null;
        bool open = false;
        foreach (Event one in Events(range))
        {
            if (one.Kind == EventKind.Introduced)
            {
                // Introduced while it was there already says nothing new.
                from = open ? from : one.Version;
                open = true;
            }
            else if (open)
            {
                spans.Add(Span(from, one.Version!, one.Kind == EventKind.LastAffected));
                open = false;
            }
        }

        if (open)
        {
            // Without an end, later versions are weak until somebody says otherwise, unless the database knows the last that is.
            spans.Add(lastKnown is { MaxVersion: { } last } && (from is null || last >= from)
                ? Span(from, last, lastKnown.IsMaxInclusive)
                : new VersionRange(from, true));
        }

        return spans;
    }

    private static IEnumerable<Event> Events(JsonElement range)
    {
        List<Event> events = [];
        foreach (JsonElement one in range.Field("events").Items())
        {
            if (one.Field("introduced") is { ValueKind: not JsonValueKind.Undefined } introduced)
            {
                events.Add(new Event(introduced.Text() == "0" ? null : Version(introduced.Text()), EventKind.Introduced));
            }
            else if (one.Field("fixed") is { ValueKind: not JsonValueKind.Undefined } mended)
            {
                events.Add(new Event(Version(mended.Text()), EventKind.Fixed));
            }
            else if (one.Field("last_affected") is { ValueKind: not JsonValueKind.Undefined } last)
            {
                events.Add(new Event(Version(last.Text()), EventKind.LastAffected));
            }

            if (events.Count > AdvisoryLimits.Events)
            {
                throw new AdvisoryException(AdvisoryProblem.TooMuch);
            }
        }

        if (events.Count > 0 && !events.Exists(e => e.Kind == EventKind.Introduced))
        {
            throw new AdvisoryException(AdvisoryProblem.Range);
        }

        // In the order of versions, as the schema wants them evaluated; "0" comes before every version, and what is mended in a version
        // may be introduced again in it.
        return events.OrderBy(e => e.Version is null ? 0 : 1).ThenBy(e => e.Version!, VersionComparer.VersionRelease).ThenBy(e => Rank(e.Kind));
    }

    private static int Rank(EventKind kind) => kind switch
    {
        EventKind.Fixed => 0,
        EventKind.Introduced => 1,
        _ => 2,
    };

    private static VersionRange Span(NuGetVersion? from, NuGetVersion to, bool inclusive) => new(from, true, to, inclusive);

    // GitHub's way to say "no fix, but nothing after this one is known to be weak".
    private static VersionRange? LastKnown(JsonElement affected)
    {
        string? text = affected.Field("database_specific").Field("last_known_affected_version_range").Text();
        return text is null ? null : ComparedRange.Parse(text).First();
    }

    private static NuGetVersion Version(string? text) => PackageVersion.TryParse(text, out PackageVersion? version)
        ? version.Semantic
        : throw new AdvisoryException(AdvisoryProblem.Range, text);

    private enum EventKind
    {
        Introduced,
        Fixed,
        LastAffected,
    }

    private sealed record Event(NuGetVersion? Version, EventKind Kind);
}
