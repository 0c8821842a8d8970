using System.Globalization;
using System.Xml.Linq;
using NuGet.Versioning;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Manifests;

/// <summary>
/// Reads a nuspec into a manifest and says everything that is wrong with it at once. Lengths are in characters and are those that
/// nuget.org accepts, so that a package published here can be published there.
/// </summary>
internal static class NuspecReader
{
    /// <summary>The most characters of every text that has no other limit.</summary>
    public const int MaxTextLength = 4_000;

    private const int MaxReleaseNotesLength = 35_000;
    private const int MaxTitleLength = 256;
    private const int MaxLanguageLength = 20;
    private static readonly char[] TagSeparators = [' ', ',', ';', '\t', '\r', '\n'];

    /// <summary>Null when the bytes are no nuspec at all; otherwise a manifest that may be believed if no problem was added.</summary>
    /// <param name="isSymbols">A symbols package's nuspec, as the client packs it, repeats neither authors nor description.</param>
    public static PackageManifest? Read(byte[] nuspec, Version newestClient, ProblemList problems, ProblemList warnings, bool isSymbols = false)
    {
        if (NuspecDocument.Metadata(nuspec, problems) is not { } metadata)
        {
            return null;
        }

        var fields = new NuspecFields(metadata, problems);
        var version = ReadVersion(fields, problems);
        var dependencies = new NuspecDependencies(problems);
        var license = NuspecLicense.Read(fields, problems, warnings);
        var (icon, iconUrl) = (fields.Path("icon"), fields.Address("iconUrl"));
        if (icon is null && iconUrl is not null)
        {
            warnings.Add(ProblemCode.IconUrlDeprecated);
        }

        if (version is not null && !version.IsForOldClients)
        {
            warnings.Add(ProblemCode.VersionLegacy, version.Original);
        }

        dependencies.CheckFrameworks(fields.Element("frameworkReferences"));
        return new PackageManifest
        {
            Id = ReadId(fields, problems),
            Version = version?.Original ?? "",
            Title = fields.Text("title", MaxTitleLength),
            Authors = fields.Text("authors", MaxTextLength) ?? fields.Text("owners", MaxTextLength) ?? (isSymbols ? "" : fields.Required("authors", MaxTextLength)),
            Description = isSymbols ? fields.Text("description", MaxTextLength) ?? "" : fields.Required("description", MaxTextLength),
            Summary = fields.Text("summary", MaxTextLength),
            ReleaseNotes = fields.Text("releaseNotes", MaxReleaseNotesLength),
            Copyright = fields.Text("copyright", MaxTextLength),
            Language = fields.Text("language", MaxLanguageLength),
            Tags = ReadTags(fields),
            ProjectUrl = fields.Address("projectUrl"),
            IconUrl = iconUrl,
            IconFile = icon,
            LicenseUrl = license.Url,
            LicenseExpression = license.Expression,
            LicenseFile = license.File,
            ReadmeFile = fields.Path("readme"),
            RequireLicenseAcceptance = fields.Flag("requireLicenseAcceptance"),
            MinClientVersion = ReadMinClientVersion(metadata, newestClient, problems),
            DevelopmentDependency = fields.Flag("developmentDependency"),
            Repository = ReadRepository(fields, problems, warnings),
            PackageTypes = ReadTypes(fields, problems),
            DependencyGroups = dependencies.Read(fields.Element("dependencies")),
            IsSemVer2Only = version?.IsSemVer2 == true || dependencies.NeedSemVer2,
        };
    }

    private static string ReadId(NuspecFields fields, ProblemList problems)
    {
        // Not trimmed: a client compares it as it stands.
        var text = fields.Element("id")?.Value;
        if (string.IsNullOrWhiteSpace(text))
        {
            problems.Add(ProblemCode.NuspecElementMissing, "id");
        }
        else if (PackageId.TryParse(text, out var id))
        {
            return id.Original;
        }
        else if (text.Length > PackageId.MaxLength)
        {
            problems.Add(ProblemCode.IdTooLong, text, Number(PackageId.MaxLength));
        }
        else
        {
            problems.Add(ProblemCode.IdInvalid, text);
        }

        return "";
    }

    private static PackageVersion? ReadVersion(NuspecFields fields, ProblemList problems)
    {
        var text = fields.Element("version")?.Value.Trim();
        if (string.IsNullOrEmpty(text))
        {
            problems.Add(ProblemCode.NuspecElementMissing, "version");
        }
        else if (PackageVersion.TryParse(text, out var version))
        {
            return version;
        }
        else if (text.Length > PackageVersion.MaxLength || (NuGetVersion.TryParse(text, out var parsed) && parsed.ToNormalizedString().Length > PackageVersion.MaxLength))
        {
            problems.Add(ProblemCode.VersionTooLong, text, Number(PackageVersion.MaxLength));
        }
        else
        {
            problems.Add(ProblemCode.VersionInvalid, text);
        }

        return null;
    }

    private static string[] ReadTags(NuspecFields fields) =>
    [
        .. (fields.Text("tags", MaxTextLength) ?? "")
            .Split(TagSeparators, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];

    private static string? ReadMinClientVersion(XElement metadata, Version newest, ProblemList problems)
    {
        var text = metadata.Attribute("minClientVersion")?.Value.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (!NuGetVersion.TryParse(text, out var version))
        {
            problems.Add(ProblemCode.MinClientVersionInvalid, text);
        }
        else if ((version.Major, version.Minor).CompareTo((newest.Major, newest.Minor)) > 0)
        {
            problems.Add(ProblemCode.MinClientVersionTooNew, text, newest.ToString(2));
        }

        return text;
    }

    private static SourceRepository? ReadRepository(NuspecFields fields, ProblemList problems, ProblemList warnings)
    {
        if (fields.Element("repository") is not { } element)
        {
            return null;
        }

        string? Value(string name)
        {
            var text = element.Attribute(name)?.Value.Trim();
            if (text?.Length > MaxTextLength)
            {
                problems.Add(ProblemCode.NuspecTextTooLong, "repository " + name, Number(MaxTextLength), Number(text.Length));
                return null;
            }

            return string.IsNullOrEmpty(text) ? null : text;
        }

        var repository = new SourceRepository(Value("type"), Value("url"), Value("commit"), Value("branch"));
        if (repository.Url is { } url && !IsRepository(url, repository.Type))
        {
            warnings.Add(ProblemCode.RepositoryAddress, url);
        }

        return repository is { Type: null, Url: null, Commit: null, Branch: null } ? null : repository;
    }

    /// <summary>The schemes that nuget.org links; git's own for git alone.</summary>
    private static bool IsRepository(string url, string? type) => Uri.TryCreate(url, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == "git" && "git".Equals(type, StringComparison.OrdinalIgnoreCase)));

    private static PackageType[] ReadTypes(NuspecFields fields, ProblemList problems)
    {
        var types = new List<PackageType>();
        foreach (var element in fields.Element("packageTypes")?.Elements().Where(element => element.Name.LocalName == "packageType") ?? [])
        {
            var name = element.Attribute("name")?.Value.Trim();
            var version = element.Attribute("version")?.Value.Trim();
            if (!PackageId.TryParse(name, out _) || (!string.IsNullOrEmpty(version) && !PackageVersion.TryParse(version, out _)))
            {
                problems.Add(ProblemCode.PackageTypeInvalid, name ?? "");
            }
            else if (!types.Exists(type => type.Is(name!)))
            {
                types.Add(new PackageType(name!, string.IsNullOrEmpty(version) ? null : version));
            }
        }

        return types.Count == 0 ? [PackageType.Dependency] : [.. types];
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
