using System.Globalization;
using System.Xml.Linq;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Manifests;

/// <summary>Reads the simple elements of a nuspec's metadata. Names are compared without namespaces: there have been seven of them.</summary>
internal sealed class NuspecFields
{
    private readonly Dictionary<string, XElement> elements = new(StringComparer.Ordinal);
    private readonly ProblemList problems;

    public NuspecFields(XElement metadata, ProblemList problems)
    {
        this.problems = problems;
        Metadata = metadata;
        foreach (var element in metadata.Elements())
        {
            if (!elements.TryAdd(element.Name.LocalName, element))
            {
                problems.Add(ProblemCode.NuspecElementTwice, element.Name.LocalName);
            }
        }
    }

    public XElement Metadata { get; }

    public XElement? Element(string name) => elements.GetValueOrDefault(name);

    /// <summary>The trimmed text, or null when it is missing, blank or (a problem) longer than it may be, in characters.</summary>
    public string? Text(string name, int maxLength)
    {
        var text = Element(name)?.Value.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length <= maxLength)
        {
            return text;
        }

        problems.Add(
            ProblemCode.NuspecTextTooLong,
            name,
            maxLength.ToString(CultureInfo.InvariantCulture),
            text.Length.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    /// <summary>Like <see cref="Text"/>; missing is a problem.</summary>
    public string Required(string name, int maxLength)
    {
        if (!string.IsNullOrWhiteSpace(Element(name)?.Value))
        {
            return Text(name, maxLength) ?? "";
        }

        problems.Add(ProblemCode.NuspecElementMissing, name);
        return "";
    }

    /// <summary>An absolute http or https address, or null; anything else is a problem.</summary>
    public string? Address(string name)
    {
        if (Text(name, NuspecReader.MaxTextLength) is not { } text)
        {
            return null;
        }

        if (WebAddress.IsWeb(text))
        {
            return text;
        }

        problems.Add(ProblemCode.NuspecAddressInvalid, name, text);
        return null;
    }

    /// <summary>True, false or (a problem) neither; missing is false.</summary>
    public bool Flag(string name)
    {
        switch (Element(name)?.Value.Trim().ToUpperInvariant())
        {
            case "TRUE" or "1":
                return true;
            case null or "" or "FALSE" or "0":
                return false;
            case var other:
                problems.Add(ProblemCode.NuspecFlagInvalid, name, other);
                return false;
        }
    }

    /// <summary>The path of a file in the archive, with forward slashes and no leading slash or dot folder.</summary>
    public string? Path(string name) => Element(name) is { } element ? Path(element) : null;

    public string? Path(XElement element)
    {
        var path = element.Value.Trim().Replace('\\', '/');
        path = path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path.TrimStart('/');
        return path.Length == 0 ? null : path;
    }
}
