using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Torrone.Server.Http;
using Torrone.Server.Tests.Packages.Reading;
using Xunit;

namespace Torrone.Server.Tests.Contract;

/// <summary>
/// What clients and links in the world rely on: every route, the shape and headers of every protocol document, the sentences of refusals.
/// A change fails here with its difference, so that it is made on purpose and read in review; <see cref="Snapshot"/> says how to accept it.
/// </summary>
public sealed partial class ContractTests(ContractGallery gallery) : IClassFixture<ContractGallery>
{
    private const string RoutesFile = "routes";

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    // One after the other, those that change something last.
    [Fact]
    public async Task Every_answer_is_what_it_was()
    {
        List<string> changed = [];
        foreach ((string name, var ask) in ContractCases.All)
        {
            using HttpResponseMessage answer = await ask(gallery);
            if (Snapshot.Compare(name, await Answer.DescribeAsync(answer.RequestMessage!, answer, Now)) is { } difference)
            {
                changed.Add(difference);
            }
        }

        Assert.True(changed.Count == 0, $"The public contract changed.\n\n{string.Join('\n', changed)}\n{Snapshot.HowToAccept}");
    }

    [Fact]
    public async Task The_routes_are_what_they_were()
    {
        IReadOnlyList<RouteEndpoint> routes = await RouteTable.ReadAsync();
        string[] lines = [.. routes.Where(r => !Asset().IsMatch(r.RoutePattern.RawText!)).Select(Describe).Distinct().Order(StringComparer.Ordinal)];
        Assert.Contains(lines, l => l.StartsWith("/v3/index.json", StringComparison.Ordinal));
        string? difference = Snapshot.Compare(RoutesFile, "route | methods | who, where the gallery is private\n" + string.Join('\n', lines));
        Assert.True(difference is null, $"The routes changed.\n\n{difference}\n{Snapshot.HowToAccept}");
    }

    [Fact]
    public void Every_file_belongs_to_a_case()
    {
        HashSet<string> cases = [.. ContractCases.All.Keys, RoutesFile];
        string[] strays = [.. Directory.EnumerateFiles(Snapshot.Folder).Where(f => !cases.Contains(Path.GetFileNameWithoutExtension(f)))];
        if (Snapshot.IsAccepting)
        {
            Array.ForEach(strays, File.Delete);
            return;
        }

        Assert.Empty(strays);
    }

    private static string Describe(RouteEndpoint route)
    {
        string methods = route.Metadata.GetMetadata<PageActionDescriptor>() is not null ? "page"
            : string.Join(",", (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["any"]).Order(StringComparer.Ordinal));
        return $"/{route.RoutePattern.RawText!.TrimStart('/')} | {methods} | {(route.Metadata.GetMetadata<OpenToStrangersAttribute>() is null ? "readers" : "everybody")}";
    }

    [GeneratedRegex("^/?(css|js|img)/")]
    private static partial Regex Asset();
}
