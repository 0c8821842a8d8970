using System.Globalization;
using System.Text;
using System.Xml;

namespace Torrone.NuGet.V2;

/// <summary>Feeds and entries of the V2 protocol: Atom with the data service's properties (OData 2).</summary>
public static class AtomDocument
{
    internal const string Atom = "http://www.w3.org/2005/Atom";
    internal const string Data = "http://schemas.microsoft.com/ado/2007/08/dataservices";
    internal const string Metadata = "http://schemas.microsoft.com/ado/2007/08/dataservices/metadata";
    private const string Scheme = "http://schemas.microsoft.com/ado/2007/08/dataservices/scheme";

    // XML 1.0 has no place for the other control characters, and readers give up on them.
    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false };

    /// <summary>A feed. The same entries give the same bytes: its time is its newest entry's.</summary>
    /// <param name="name">The query's name, such as Search; the feed's title.</param>
    /// <param name="total">How many entries there are in all, when that was asked for.</param>
    /// <param name="next">The address of the page after this one; null on the last.</param>
    public static byte[] Feed(
        V2Addresses addresses, string name, IReadOnlyList<V2Entry> entries, ODataSelection selection, long? total = null, string? next = null) =>
        Write(xml =>
        {
            xml.WriteStartElement("feed", Atom);
            Root(xml, addresses);
            if (total is { } count)
            {
                xml.WriteElementString("m", "count", Metadata, count.ToString(CultureInfo.InvariantCulture));
            }

            xml.WriteElementString("id", Atom, $"{addresses.Root}/{name}");
            Text(xml, "title", name);
            xml.WriteElementString("updated", Atom, Time(entries.Count == 0 ? 0 : entries.Max(e => e.Changed)));
            Link(xml, "self", name, name);
            foreach (var entry in entries)
            {
                Entry(xml, addresses, entry, selection, isRoot: false);
            }

            if (next is not null)
            {
                Link(xml, "next", null, next);
            }

            xml.WriteEndElement();
        });

    /// <summary>One entry as a document of its own.</summary>
    public static byte[] Entry(V2Addresses addresses, V2Entry entry, ODataSelection selection) =>
        Write(xml => Entry(xml, addresses, entry, selection, isRoot: true));

    internal static byte[] Write(Action<XmlWriter> write)
    {
        using MemoryStream memory = new();
        using (var xml = XmlWriter.Create(memory, Settings))
        {
            xml.WriteStartDocument();
            write(xml);
        }

        return memory.ToArray();
    }

    private static void Entry(XmlWriter xml, V2Addresses addresses, V2Entry entry, ODataSelection selection, bool isRoot)
    {
        xml.WriteStartElement("entry", Atom);
        if (isRoot)
        {
            Root(xml, addresses);
        }

        xml.WriteElementString("id", Atom, addresses.Entry(entry));
        xml.WriteStartElement("category", Atom);
        xml.WriteAttributeString("term", V2Metadata.EntityType);
        xml.WriteAttributeString("scheme", Scheme);
        xml.WriteEndElement();
        Link(xml, "edit", V2Metadata.EntityName, V2Addresses.Key(entry));
        Text(xml, "title", entry.Id);
        Text(xml, "summary", Clean(entry.Manifest.Summary ?? ""));
        xml.WriteElementString("updated", Atom, Time(entry.Changed));
        xml.WriteStartElement("author", Atom);
        xml.WriteElementString("name", Atom, Clean(entry.Manifest.Authors));
        xml.WriteEndElement();
        xml.WriteStartElement("content", Atom);
        xml.WriteAttributeString("type", "application/zip");
        xml.WriteAttributeString("src", addresses.Content(entry));
        xml.WriteEndElement();
        xml.WriteStartElement("m", "properties", Metadata);
        foreach (var property in V2Property.All.Where(p => selection.Has(p.Name)))
        {
            Property(xml, property.Name, property.Type, property.Name switch
            {
                "IconUrl" => addresses.Icon(entry),
                "LicenseUrl" => addresses.License(entry),
                _ => property.Read(entry),
            });
        }

        if (selection == ODataSelection.Everything)
        {
            Property(xml, "GalleryDetailsUrl", EdmType.Text, addresses.Details(entry));
            Property(xml, "ReportAbuseUrl", EdmType.Text, addresses.Report(entry));
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Property(XmlWriter xml, string name, EdmType type, object? value)
    {
        xml.WriteStartElement("d", name, Data);
        if (type != EdmType.Text)
        {
            xml.WriteAttributeString("m", "type", Metadata, V2Metadata.NameOf(type));
        }

        switch (value)
        {
            case null:
                xml.WriteAttributeString("m", "null", Metadata, "true");
                break;
            case string text:
                xml.WriteString(Clean(text));
                break;
            case bool flag:
                xml.WriteString(flag ? "true" : "false");
                break;
            case long number:
                xml.WriteString(type == EdmType.Time ? Time(number) : number.ToString(CultureInfo.InvariantCulture));
                break;
        }

        xml.WriteEndElement();
    }

    private static void Root(XmlWriter xml, V2Addresses addresses)
    {
        xml.WriteAttributeString("xml", "base", null, addresses.Root + "/");
        xml.WriteAttributeString("xmlns", "d", null, Data);
        xml.WriteAttributeString("xmlns", "m", null, Metadata);
    }

    private static void Text(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement(name, Atom);
        xml.WriteAttributeString("type", "text");
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string relation, string? title, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", relation);
        if (title is not null)
        {
            xml.WriteAttributeString("title", title);
        }

        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Time(long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    private static string Clean(string text)
    {
        if (text.All(XmlConvert.IsXmlChar))
        {
            return text;
        }

        StringBuilder clean = new(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value))
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }
}
