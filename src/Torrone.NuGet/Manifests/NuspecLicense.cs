using Torrone.NuGet.Licenses;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Manifests;

/// <summary>The one way, of three, in which a nuspec names its license.</summary>
internal sealed record NuspecLicense(string? Url, string? Expression, string? File)
{
    private const int MaxExpressionLength = 500;

    public static NuspecLicense Read(NuspecFields fields, ProblemList problems, ProblemList warnings)
    {
        if (fields.Element("license") is not { } element)
        {
            var url = fields.Address("licenseUrl");
            warnings.Add(url is null ? ProblemCode.LicenseMissing : ProblemCode.LicenseUrlDeprecated);
            return new NuspecLicense(url, null, null);
        }

        var text = element.Value.Trim();
        var version = element.Attribute("version")?.Value.Trim();
        if (!string.IsNullOrEmpty(version) && version != "1.0.0")
        {
            problems.Add(ProblemCode.LicenseVersionUnknown, version);
        }

        // Clients before license elements show the address: it has to be the one that says where to look instead.
        if (fields.Element("licenseUrl")?.Value.Trim() is { Length: > 0 } fallback && !IsFallback(fallback))
        {
            problems.Add(ProblemCode.LicenseUrlDiffers, fallback);
        }

        switch (element.Attribute("type")?.Value.Trim().ToUpperInvariant())
        {
            case "EXPRESSION":
                return new NuspecLicense(null, ReadExpression(text, problems, warnings), null);
            case "FILE" when fields.Path(element) is { } path:
                return new NuspecLicense(null, null, path);
            case "FILE":
                problems.Add(ProblemCode.NuspecElementMissing, "license");
                break;
            default:
                problems.Add(ProblemCode.LicenseTypeUnknown, element.Attribute("type")?.Value.Trim() ?? "");
                break;
        }

        return new NuspecLicense(null, null, null);
    }

    /// <summary>What packing tools write beside a license element.</summary>
    private static bool IsFallback(string url) => url == "https://aka.ms/deprecateLicenseUrl"
        || (Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "https", Host: "licenses.nuget.org" });

    private static string? ReadExpression(string text, ProblemList problems, ProblemList warnings)
    {
        if (text.Length > MaxExpressionLength || !LicenseExpression.TryParse(text, out var expression))
        {
            problems.Add(ProblemCode.LicenseExpressionInvalid, text);
            return null;
        }

        foreach (var unknown in expression.UnknownIds)
        {
            problems.Add(ProblemCode.LicenseUnknown, unknown);
        }

        foreach (var unapproved in expression.UnapprovedIds)
        {
            warnings.Add(ProblemCode.LicenseNotApproved, unapproved);
        }

        return text;
    }
}
