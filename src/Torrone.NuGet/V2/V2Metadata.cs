using System.Xml;

namespace Torrone.NuGet.V2;

/// <summary>The documents that describe the V2 service: its root and <c>$metadata</c>.</summary>
public static class V2Metadata
{
    internal const string EntityName = "V2FeedPackage";
    internal const string EntityType = "NuGetGallery.OData." + EntityName;
    private const string App = "http://www.w3.org/2007/app";
    private const string Edmx = "http://schemas.microsoft.com/ado/2007/06/edmx";
    private const string Edm = "http://schemas.microsoft.com/ado/2006/04/edm";

    private static readonly (string Name, (string Name, string Type)[] Parameters)[] Functions =
    [
        ("Search", [("searchTerm", "Edm.String"), ("targetFramework", "Edm.String"), ("includePrerelease", "Edm.Boolean")]),
        ("FindPackagesById", [("id", "Edm.String")]),
        ("GetUpdates", [
            ("packageIds", "Edm.String"), ("versions", "Edm.String"), ("includePrerelease", "Edm.Boolean"), ("includeAllVersions", "Edm.Boolean"),
            ("targetFrameworks", "Edm.String"), ("versionConstraints", "Edm.String"),
        ]),
    ];

    /// <summary>The root: one collection, Packages.</summary>
    public static byte[] Service(V2Addresses addresses) => AtomDocument.Write(xml =>
    {
        xml.WriteStartElement("service", App);
        xml.WriteAttributeString("xml", "base", null, addresses.Root + "/");
        xml.WriteAttributeString("xmlns", "atom", null, AtomDocument.Atom);
        xml.WriteStartElement("workspace", App);
        xml.WriteElementString("title", AtomDocument.Atom, "Default");
        xml.WriteStartElement("collection", App);
        xml.WriteAttributeString("href", "Packages");
        xml.WriteElementString("title", AtomDocument.Atom, "Packages");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    /// <summary>The entity's properties and the three functions, by which clients decide what they may ask.</summary>
    public static byte[] Model() => AtomDocument.Write(xml =>
    {
        xml.WriteStartElement("edmx", "Edmx", Edmx);
        xml.WriteAttributeString("Version", "1.0");
        xml.WriteStartElement("edmx", "DataServices", Edmx);
        xml.WriteAttributeString("m", "DataServiceVersion", AtomDocument.Metadata, "2.0");
        xml.WriteAttributeString("m", "MaxDataServiceVersion", AtomDocument.Metadata, "2.0");
        Schema(xml, "NuGetGallery.OData", () => Entity(xml));
        Schema(xml, "NuGetGallery", () => Container(xml));
        xml.WriteEndElement();
        xml.WriteEndElement();
    });

    internal static string NameOf(EdmType type) => type switch
    {
        EdmType.Flag => "Edm.Boolean",
        EdmType.Int32 => "Edm.Int32",
        EdmType.Int64 => "Edm.Int64",
        EdmType.Time => "Edm.DateTime",
        _ => "Edm.String",
    };

    private static void Schema(XmlWriter xml, string name, Action content)
    {
        xml.WriteStartElement("Schema", Edm);
        xml.WriteAttributeString("Namespace", name);
        content();
        xml.WriteEndElement();
    }

    private static void Entity(XmlWriter xml)
    {
        xml.WriteStartElement("EntityType", Edm);
        xml.WriteAttributeString("Name", EntityName);
        // Tells clients that an entry is a file to download.
        xml.WriteAttributeString("m", "HasStream", AtomDocument.Metadata, "true");
        xml.WriteStartElement("Key", Edm);
        Named(xml, "PropertyRef", "Id");
        Named(xml, "PropertyRef", "Version");
        xml.WriteEndElement();
        foreach (var (name, type) in V2Property.All.Select(p => (p.Name, p.Type)).Append(("GalleryDetailsUrl", EdmType.Text)).Append(("ReportAbuseUrl", EdmType.Text)))
        {
            xml.WriteStartElement("Property", Edm);
            xml.WriteAttributeString("Name", name);
            xml.WriteAttributeString("Type", NameOf(type));
            xml.WriteAttributeString("Nullable", type == EdmType.Text && name is not ("Id" or "Version") ? "true" : "false");
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Container(XmlWriter xml)
    {
        xml.WriteStartElement("EntityContainer", Edm);
        xml.WriteAttributeString("Name", "V2FeedContext");
        xml.WriteAttributeString("m", "IsDefaultEntityContainer", AtomDocument.Metadata, "true");
        xml.WriteStartElement("EntitySet", Edm);
        xml.WriteAttributeString("Name", "Packages");
        xml.WriteAttributeString("EntityType", EntityType);
        xml.WriteEndElement();
        foreach (var (name, parameters) in Functions)
        {
            xml.WriteStartElement("FunctionImport", Edm);
            xml.WriteAttributeString("Name", name);
            xml.WriteAttributeString("ReturnType", $"Collection({EntityType})");
            xml.WriteAttributeString("EntitySet", "Packages");
            xml.WriteAttributeString("m", "HttpMethod", AtomDocument.Metadata, "GET");
            foreach (var (parameter, type) in parameters)
            {
                xml.WriteStartElement("Parameter", Edm);
                xml.WriteAttributeString("Name", parameter);
                xml.WriteAttributeString("Type", type);
                xml.WriteAttributeString("Mode", "In");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Named(XmlWriter xml, string element, string name)
    {
        xml.WriteStartElement(element, Edm);
        xml.WriteAttributeString("Name", name);
        xml.WriteEndElement();
    }
}
