using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Torrone.NuGet.Identity;
using Torrone.NuGet.V2;
using Torrone.NuGet.V3;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages;

namespace Torrone.Server.ProtocolV2;

/// <summary>The V2 protocol for reading: service root, $metadata, Packages, FindPackagesById, Search, GetUpdates.</summary>
internal sealed partial class V2Endpoints(V2Queries queries, V2Updates updates, FeedDirectory feeds, RequestBase requestBase)
{
    private const string FeedType = "application/atom+xml;type=feed;charset=utf-8";
    private const string EntryType = "application/atom+xml;type=entry;charset=utf-8";
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/api/v2", Reading, (HttpContext context, V2Endpoints self) =>
            SendAsync(context, V2Metadata.Service(self.Addresses(context)), "application/atomsvc+xml;charset=utf-8"));
        routes.MapMethods("/api/v2/$metadata", Reading, (HttpContext context) => SendAsync(context, V2Metadata.Model(), "application/xml;charset=utf-8"));
        routes.MapMethods("/api/v2/{resource}", Reading,
            (HttpContext context, V2Endpoints self, string resource) => self.AnswerAsync(context, resource, count: false));
        routes.MapMethods("/api/v2/{resource}/$count", Reading,
            (HttpContext context, V2Endpoints self, string resource) => self.AnswerAsync(context, resource, count: true));
    }

    private Task AnswerAsync(HttpContext context, string resource, bool count) =>
        V2Faults.TellAsync(context, () => EntryKey().Match(resource) is { Success: true } key && !count
            ? EntryAsync(context, key)
            : CollectionAsync(context, resource.Replace("()", "", StringComparison.Ordinal), count));

    private async Task EntryAsync(HttpContext context, Match key)
    {
        // Unescaped as names in an address are: a quote inside is doubled, and none is legal in either.
        string id = key.Groups["id"].Value;
        V2Options options = V2Options.Read(context.Request.Query);
        V2Entry? entry = PackageVersion.TryParse(key.Groups["version"].Value, out PackageVersion? version)
            ? await queries.FindAsync(feeds.Main.Id, id, version.Lower, context.RequestAborted)
            : null;
        if (entry is null)
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        await SendAsync(context, AtomDocument.Entry(Addresses(context), entry, options.Selection), EntryType);
    }

    private async Task CollectionAsync(HttpContext context, string name, bool count)
    {
        IQueryCollection query = context.Request.Query;
        V2Options options = V2Options.Read(query);
        if (count)
        {
            options = options.ToCount();
        }

        CancellationToken cancellation = context.RequestAborted;
        long feed = feeds.Main.Id;
        V2Page? page = name switch
        {
            "Packages" => await queries.PackagesAsync(feed, options, cancellation),
            "FindPackagesById" => await queries.OfIdAsync(feed, Required(query, "id"), options, cancellation),
            "Search" => await queries.SearchAsync(feed, V2Parameter.Text(query, "searchTerm"), V2Parameter.Flag(query, "includePrerelease"), options, cancellation),
            "GetUpdates" => await updates.RunAsync(feed, query, options, cancellation),
            _ => null,
        };
        if (page is null)
        {
            await DocumentSender.SendAsync(context, RenderedDocument.Missing);
            return;
        }

        if (count)
        {
            await SendAsync(context, Encoding.ASCII.GetBytes(page.Total!.Value.ToString(CultureInfo.InvariantCulture)), "text/plain;charset=utf-8");
            return;
        }

        V2Addresses addresses = Addresses(context);
        await SendAsync(context, AtomDocument.Feed(
            addresses, name, page.Entries, options.Selection, page.Total, Next(addresses, name, query, page)), FeedType);
    }

    private static string? Next(V2Addresses addresses, string name, IQueryCollection query, V2Page page)
    {
        if (page.Next is not { } next)
        {
            return null;
        }

        Dictionary<string, string?> parameters = query
            .Where(p => p.Key is not ("$skip" or "$skiptoken" or "$top")).ToDictionary(p => p.Key, p => (string?)p.Value.ToString());
        if (V2Parameter.Count(query, "$top") is { } top)
        {
            parameters["$top"] = (top - page.Entries.Count).ToString(CultureInfo.InvariantCulture);
        }

        parameters[next.Option] = next.Value;
        return QueryHelpers.AddQueryString($"{addresses.Root}/{name}()", parameters);
    }

    private static string Required(IQueryCollection query, string name) =>
        V2Parameter.Text(query, name) is { Length: > 0 } text ? text : throw V2QueryException.BadParameter(name);

    private static Task SendAsync(HttpContext context, byte[] body, string contentType)
    {
        context.Response.Headers["DataServiceVersion"] = "2.0;";
        return DocumentSender.SendAsync(context, RenderedDocument.Revalidated(body, contentType));
    }

    private V2Addresses Addresses(HttpContext context) => new(new FeedAddresses(requestBase.Of(context.Request)));

    [GeneratedRegex(@"^Packages\((?:Id='(?<id>[^']{1,128})',\s*Version='(?<version>[^']{1,64})'|Version='(?<version>[^']{1,64})',\s*Id='(?<id>[^']{1,128})')\)$")]
    private static partial Regex EntryKey();
}
