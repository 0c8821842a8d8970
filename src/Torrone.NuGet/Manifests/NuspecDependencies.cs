using System.Globalization;
using System.Xml.Linq;
using NuGet.Versioning;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Manifests;

/// <summary>Reads the dependencies of a nuspec, in groups or (as old nuspecs have them) in one flat list.</summary>
internal sealed class NuspecDependencies(ProblemList problems)
{
    private const int MaxRangeLength = 256;
    private const int MaxTotalLength = 32_767;

    /// <summary>Far more than there are frameworks; reading the name of one can cost half a millisecond.</summary>
    private const int MaxGroups = 200;

    /// <summary>True when a bound of a range needs SemVer 2.</summary>
    public bool NeedSemVer2 { get; private set; }

    public DependencyGroup[] Read(XElement? dependencies)
    {
        if (dependencies is null)
        {
            return [];
        }

        var groupElements = Children(dependencies, "group").ToList();
        if (groupElements.Count > MaxGroups)
        {
            problems.Add(ProblemCode.DependencyGroupsTooMany, Text(MaxGroups));
            return [];
        }

        var groups = groupElements.Count > 0
            ? [.. groupElements.Select(ReadGroup).OfType<DependencyGroup>()]
            : Children(dependencies, "dependency").Any() ? new[] { new DependencyGroup("", ReadAll(dependencies)) } : [];

        foreach (var twice in groups.GroupBy(group => group.TargetFramework, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            problems.Add(ProblemCode.DependencyGroupTwice, twice.Key.Length == 0 ? "any" : twice.Key);
        }

        if (groups.Sum(FlatLength) > MaxTotalLength)
        {
            problems.Add(ProblemCode.DependenciesTooLong, Text(MaxTotalLength));
        }

        return groups;
    }

    /// <summary>Frameworks that shared frameworks are named for must be known as well.</summary>
    public void CheckFrameworks(XElement? references)
    {
        foreach (var group in references is null ? [] : Children(references, "group").Take(MaxGroups))
        {
            if (group.Attribute("targetFramework")?.Value.Trim() is { Length: > 0 } written && FrameworkName.ShortName(written) is null)
            {
                problems.Add(ProblemCode.FrameworkUnknown, written);
            }
        }
    }

    /// <summary>The length in the one line that V2 documents make of all dependencies: <c>id:range:framework|…</c>.</summary>
    private static int FlatLength(DependencyGroup group) =>
        group.TargetFramework.Length + 3 + group.Dependencies.Sum(one => one.Id.Length + one.Range.Length + group.TargetFramework.Length + 3);

    private DependencyGroup? ReadGroup(XElement group)
    {
        var written = group.Attribute("targetFramework")?.Value.Trim() ?? "";
        if (FrameworkName.ShortName(written) is { } framework)
        {
            return new DependencyGroup(framework, ReadAll(group));
        }

        problems.Add(ProblemCode.FrameworkUnknown, written);
        return null;
    }

    private PackageDependency[] ReadAll(XElement parent)
    {
        var found = new List<PackageDependency>();
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var dependency in Children(parent, "dependency").Select(ReadOne).OfType<PackageDependency>())
        {
            if (!ids.Add(dependency.Id))
            {
                problems.Add(ProblemCode.DependencyTwice, dependency.Id);
            }

            found.Add(dependency);
        }

        return [.. found];
    }

    private PackageDependency? ReadOne(XElement dependency)
    {
        var id = dependency.Attribute("id")?.Value.Trim();
        if (!PackageId.TryParse(id, out var legal))
        {
            problems.Add(ProblemCode.DependencyIdInvalid, id ?? "");
            return null;
        }

        return Range(legal, dependency.Attribute("version")?.Value.Trim()) is { } range
            ? new PackageDependency(legal.Original, range, Blank(dependency.Attribute("exclude")), Blank(dependency.Attribute("include")))
            : null;
    }

    private string? Range(PackageId id, string? written)
    {
        if (string.IsNullOrEmpty(written))
        {
            return VersionRange.All.ToNormalizedString();
        }

        if (written.Length > MaxRangeLength || !VersionRange.TryParse(written, true, out var range))
        {
            problems.Add(ProblemCode.DependencyRangeInvalid, id.Original, written);
            return null;
        }

        if (range.IsFloating)
        {
            problems.Add(ProblemCode.DependencyFloating, id.Original, written);
            return null;
        }

        if (range.MinVersion?.HasMetadata == true || range.MaxVersion?.HasMetadata == true)
        {
            problems.Add(ProblemCode.DependencyMetadata, id.Original, written);
            return null;
        }

        NeedSemVer2 |= range.MinVersion?.IsSemVer2 == true || range.MaxVersion?.IsSemVer2 == true;
        return range.ToNormalizedString();
    }

    private static IEnumerable<XElement> Children(XElement parent, string name) => parent.Elements().Where(element => element.Name.LocalName == name);

    private static string? Blank(XAttribute? attribute) => string.IsNullOrWhiteSpace(attribute?.Value) ? null : attribute.Value.Trim();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
