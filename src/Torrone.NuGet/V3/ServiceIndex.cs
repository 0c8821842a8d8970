namespace Torrone.NuGet.V3;

/// <summary>
/// The feed's table of contents. Clients compare types as text and each looks for other aliases of the same resource, so every alias in
/// use is there.
/// </summary>
public static class ServiceIndex
{
    public static byte[] Write(FeedAddresses addresses, ServiceIndexOptions options) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("version", "3.0.0");
        json.WriteStartArray("resources");
        foreach (var (type, address) in Resources(addresses, options))
        {
            json.WriteStartObject();
            json.WriteString("@id", address);
            json.WriteString("@type", type);
            if (type.EndsWith("/Versioned", StringComparison.Ordinal))
            {
                json.WriteString("clientVersion", "4.3.0-alpha");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static IEnumerable<(string Type, string Address)> Resources(FeedAddresses addresses, ServiceIndexOptions options)
    {
        yield return ("PackageBaseAddress/3.0.0", addresses.FlatContainer);
        foreach (var alias in new[] { "/3.5.0", "/3.0.0-rc", "/3.0.0-beta", "" })
        {
            yield return ("SearchQueryService" + alias, addresses.Search);
            yield return ("SearchAutocompleteService" + alias, addresses.Autocomplete);
        }

        yield return ("RegistrationsBaseUrl/Versioned", addresses.Registration(Hive.SemVer2Gzip));
        yield return ("RegistrationsBaseUrl/3.6.0", addresses.Registration(Hive.SemVer2Gzip));
        yield return ("RegistrationsBaseUrl/3.4.0", addresses.Registration(Hive.SemVer1Gzip));
        foreach (var alias in new[] { "/3.0.0-rc", "/3.0.0-beta", "" })
        {
            yield return ("RegistrationsBaseUrl" + alias, addresses.Registration(Hive.SemVer1));
        }

        yield return ("ReportAbuseUriTemplate/3.0.0", addresses.ReportTemplate);
        yield return ("PackageDetailsUriTemplate/5.1.0", addresses.DetailsTemplate);
        yield return ("OwnerDetailsUriTemplate/6.11.0", addresses.OwnerTemplate);
        yield return ("ReadmeUriTemplate/6.13.0", addresses.ReadmeTemplate);
        foreach (var (there, type, address) in Optional(addresses, options))
        {
            if (there)
            {
                yield return (type, address);
            }
        }
    }

    private static IEnumerable<(bool There, string Type, string Address)> Optional(FeedAddresses addresses, ServiceIndexOptions options) =>
    [
        (options.Publish, "PackagePublish/2.0.0", addresses.Publish),
        (options.Symbols, "SymbolPackagePublish/4.9.0", addresses.SymbolPublish),
        (options.Catalog, "Catalog/3.0.0", addresses.Catalog),
        (options.Vulnerabilities, "VulnerabilityInfo/6.7.0", addresses.Vulnerabilities),
        (options.LegacyGallery, "LegacyGallery/2.0.0", addresses.LegacyGallery),
    ];
}
