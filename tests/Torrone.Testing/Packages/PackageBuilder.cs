using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace Torrone.Testing.Packages;

/// <summary>
/// Packages made to order, without any of the product's code. What is not said is left out, but for id, version, authors and
/// description, so that the plainest package is one that clients restore.
/// </summary>
public sealed class PackageBuilder(string id = "Sample.Package", string version = "1.0.0")
{
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd";

    private readonly List<(string Name, byte[] Content)> entries = [];
    private readonly List<XElement> metadata = [];
    private readonly List<(string Framework, string Id, string Range)> dependencies = [];
    private readonly List<string> types = [];
    private DateTimeOffset modified = new(2026, 1, 2, 3, 4, 6, TimeSpan.Zero);
    private string description = "A package made for a test.";
    private string authors = "Test Author";
    private byte[]? rawNuspec;
    private string? nuspecName;
    private CompressionLevel compression = CompressionLevel.Optimal;

    public string Id => id;

    public string Version => version;

    public PackageBuilder Description(string text)
    {
        description = text;
        return this;
    }

    public PackageBuilder Authors(string names)
    {
        authors = names;
        return this;
    }

    /// <summary>Adds a simple metadata element, such as <c>title</c> or <c>tags</c>.</summary>
    public PackageBuilder Metadata(string element, string value, params (string Name, string Value)[] attributes)
    {
        metadata.Add(new XElement(Schema + element, attributes.Select(one => new XAttribute(one.Name, one.Value)), value));
        return this;
    }

    /// <summary>Adds a dependency for a framework; an empty framework is any.</summary>
    public PackageBuilder Dependency(string dependencyId, string range, string framework = "")
    {
        dependencies.Add((framework, dependencyId, range));
        return this;
    }

    public PackageBuilder Readme(string markdown = "# Sample\n\nA readme.", string path = "README.md") =>
        Metadata("readme", path).Entry(path, Encoding.UTF8.GetBytes(markdown));

    /// <summary>Embeds an icon; without bytes, a real PNG of one pixel.</summary>
    public PackageBuilder Icon(byte[]? picture = null, string path = "icon.png") => Metadata("icon", path).Entry(path, picture ?? OnePixel());

    public PackageBuilder LicenseExpression(string expression = "MIT") => Metadata("license", expression, ("type", "expression"));

    public PackageBuilder LicenseFile(string text = "Do as you like.", string path = "LICENSE.txt") =>
        Metadata("license", path, ("type", "file")).Entry(path, Encoding.UTF8.GetBytes(text));

    public PackageBuilder Type(string name)
    {
        types.Add(name);
        return this;
    }

    /// <summary>Gives the framework a lib folder: a real assembly's bytes, or a placeholder that says it is supported.</summary>
    public PackageBuilder Framework(string framework, byte[]? assembly = null) =>
        assembly is null ? Entry($"lib/{framework}/_._", []) : Entry($"lib/{framework}/{id}.dll", assembly);

    /// <summary>Adds an entry under this exact name, however wrong it is.</summary>
    public PackageBuilder Entry(string name, byte[] content)
    {
        entries.Add((name, content));
        return this;
    }

    public PackageBuilder Entry(string name, string content) => Entry(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Takes the place of the whole nuspec.</summary>
    public PackageBuilder Nuspec(string xml) => Nuspec(Encoding.UTF8.GetBytes(xml));

    public PackageBuilder Nuspec(byte[] xml)
    {
        rawNuspec = xml;
        return this;
    }

    /// <summary>The nuspec's entry name; empty leaves it out.</summary>
    public PackageBuilder NuspecName(string name)
    {
        nuspecName = name;
        return this;
    }

    public PackageBuilder Modified(DateTimeOffset time)
    {
        modified = time;
        return this;
    }

    public PackageBuilder Uncompressed()
    {
        compression = CompressionLevel.NoCompression;
        return this;
    }

    public byte[] Build()
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, true))
        {
            var name = nuspecName ?? id + ".nuspec";
            if (name.Length > 0)
            {
                Add(archive, name, rawNuspec ?? Encoding.UTF8.GetBytes(NuspecText()));
            }

            foreach (var (entry, content) in entries)
            {
                Add(archive, entry, content);
            }
        }

        return buffer.ToArray();
    }

    /// <summary>The nuspec that <see cref="Build"/> packs when none was given.</summary>
    public string NuspecText()
    {
        var root = new XElement(
            Schema + "package",
            new XElement(
                Schema + "metadata",
                new XElement(Schema + "id", id),
                new XElement(Schema + "version", version),
                new XElement(Schema + "authors", authors),
                new XElement(Schema + "description", description),
                metadata,
                types.Count == 0 ? null : new XElement(Schema + "packageTypes", types.Select(TypeElement)),
                dependencies.Count == 0
                    ? null
                    : new XElement(Schema + "dependencies", dependencies.GroupBy(one => one.Framework).Select(Group))));
        return new XDocument(new XDeclaration("1.0", "utf-8", null), root).Declaration + "\n" + root;
    }

    private static XElement TypeElement(string name) => new(Schema + "packageType", new XAttribute("name", name));

    private static XElement Group(IGrouping<string, (string Framework, string Id, string Range)> group) => new(
        Schema + "group",
        group.Key.Length == 0 ? null : new XAttribute("targetFramework", group.Key),
        group.Select(one => new XElement(Schema + "dependency", new XAttribute("id", one.Id), new XAttribute("version", one.Range))));

    private void Add(ZipArchive archive, string name, byte[] content)
    {
        var entry = archive.CreateEntry(name, compression);
        entry.LastWriteTime = modified;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private static byte[] OnePixel() => Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
}
