using System.Net;
using AngleSharp.Html.Parser;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>/packages/upload: a file, its preview, and only then a package.</summary>
public sealed class UploadPageTests(WebGallery web) : IClassFixture<WebGallery>
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task A_file_is_previewed_and_published_when_its_person_says_so()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer sent = await SendAsync(owner, WebGallery.Json("1.0.0", "Uploaded.One").Build());
        Assert.Equal(HttpStatusCode.Redirect, sent.Status);
        Assert.Matches("^/packages/upload/[0-9A-Za-z]{22}$", sent.Location!);
        Assert.Equal(0, await CountAsync("uploaded.one"));

        PageAnswer preview = await owner.GetAsync(sent.Location!);
        Assert.Contains("Uploaded.One is a new id; you become its owner.", preview.MainText, StringComparison.Ordinal);
        Assert.Contains("Publish Uploaded.One 1.0.0", preview.MainText, StringComparison.Ordinal);
        Assert.Equal("JSON", preview.Document.QuerySelector("article.readme strong")!.TextContent);
        Assert.Contains("Not.Here", preview.MainText, StringComparison.Ordinal);
        Assert.Contains("no-store", preview.Headers["Cache-Control"], StringComparison.Ordinal);

        PageAnswer published = await owner.SubmitAsync(preview, sent.Location!, Nothing, "?handler=Publish");
        Assert.Equal("/packages/Uploaded.One/1.0.0", published.Location);
        Assert.Contains("is published", (await owner.GetAsync(published.Location!)).MainText, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("uploaded.one"));
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(sent.Location!)).Status);
        Assert.Equal([WebGallery.Owner], await web.Gallery.RowsAsync<string>(
            "SELECT r.name FROM package_owners o JOIN packages p ON p.id = o.package_id JOIN principals r ON r.id = o.principal_id WHERE p.lower_id = 'uploaded.one'"));
    }

    [Fact]
    public async Task A_discarded_upload_leaves_nothing()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer sent = await SendAsync(owner, WebGallery.Json("1.0.0", "Thrown.Away").Build());
        PageAnswer answer = await owner.SubmitAsync(await owner.GetAsync(sent.Location!), sent.Location!, Nothing, "?handler=Discard");

        Assert.Equal("/packages/upload", answer.Location);
        Assert.Equal(HttpStatusCode.NotFound, (await owner.GetAsync(sent.Location!)).Status);
        Assert.Equal(0, await CountAsync("thrown.away"));
    }

    [Fact]
    public async Task What_is_no_package_is_told_why()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer answer = await SendAsync(owner, [1, 2, 3, 4]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("not a zip archive", answer.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Problems_and_warnings_are_told_apart_and_a_key_inside_ends_at_once()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        string leaked = await web.Gallery.KeyAsync(await web.Gallery.PersonAsync("upload-leak"), ["push"], ["*"]);
        PageAnswer answer = await SendAsync(owner, new PackageBuilder("Leaking.Upload").Entry("content/key.txt", leaked).Build());

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("lies in the package, in 'content/key.txt'", answer.Document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The package has no readme.", answer.Document.QuerySelector(".notice-warning")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(leaked[12..], answer.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        using HttpResponseMessage refused = await web.Gallery.PushAsync(leaked, new PackageBuilder("Any.Upload").Build());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_preview_and_the_page_say_who_signed_and_owners_see_what_could_be_better()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer sent = await SendAsync(owner, PackageSigner.Sign(new PackageBuilder("Signed.Upload").Build()));
        PageAnswer preview = await owner.GetAsync(sent.Location!);
        Assert.Contains($"By its author: {PackageSigner.Signer}", preview.MainText, StringComparison.Ordinal);
        PageAnswer published = await owner.SubmitAsync(preview, sent.Location!, Nothing, "?handler=Publish");

        PageAnswer page = await owner.GetAsync(published.Location!);
        Assert.Contains($"By its author: {PackageSigner.Signer}", page.MainText, StringComparison.Ordinal);
        Assert.Contains("The package has no readme.", page.Document.QuerySelector("section[aria-labelledby=findings]")!.TextContent, StringComparison.Ordinal);
        using PageClient stranger = web.Visitor();
        Assert.Null((await stranger.GetAsync(published.Location!)).Document.QuerySelector("section[aria-labelledby=findings]"));
    }

    [Fact]
    public async Task A_file_beyond_the_limit_gets_a_page_that_says_so()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        byte[] large = new byte[(1 << 20) + 1];
        PageAnswer told = await SendAsync(owner, large);
        PageAnswer untold = await SendAsync(owner, large, chunked: true);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, untold.Status);
        Assert.Contains("larger than the 1 MiB", untold.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_is_there_and_an_id_of_somebody_else_cannot_be_published()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer same = await SendAsync(owner, WebGallery.Json("2.0.0").Build());
        PageAnswer preview = await owner.GetAsync(same.Location!);
        Assert.Contains("published already", preview.Errors, StringComparison.Ordinal);
        Assert.Null(preview.Document.QuerySelector("form[action$='handler=Publish']"));

        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);
        PageAnswer foreign = await SendAsync(stranger, WebGallery.Json("9.0.0").Build());
        PageAnswer refused = await stranger.GetAsync(foreign.Location!);
        Assert.Contains("You do not own Contoso.Json", refused.Errors, StringComparison.Ordinal);

        // The page only spares a click: the operation decides.
        string token = refused.Document.QuerySelector("main form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        PageAnswer forced = await stranger.PostAsync(foreign.Location! + "?handler=Publish", new Dictionary<string, string> { ["__RequestVerificationToken"] = token });
        Assert.Equal(HttpStatusCode.Forbidden, forced.Status);
        Assert.Empty(await web.Gallery.RowsAsync<string>("SELECT normalized FROM versions WHERE normalized = '9.0.0'"));
    }

    [Fact]
    public async Task An_upload_belongs_to_its_person()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        using PageClient stranger = await web.SignedInAsync(WebGallery.Stranger);
        PageAnswer sent = await SendAsync(owner, WebGallery.Json("1.0.0", "Mine.Alone").Build());

        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync(sent.Location!)).Status);
    }

    [Fact]
    public async Task Nobody_else_can_make_a_persons_browser_upload()
    {
        using PageClient owner = await web.SignedInAsync(WebGallery.Owner);
        PageAnswer without = await SendAsync(owner, WebGallery.Json("1.0.0", "Forged").Build(), token: "");
        PageAnswer wrong = await SendAsync(owner, WebGallery.Json("1.0.0", "Forged").Build(), token: new string('x', 9000));

        Assert.Equal(HttpStatusCode.BadRequest, without.Status);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal(0L, Assert.Single(await web.Gallery.RowsAsync<long>("SELECT count(*) FROM uploads WHERE file_name = 'forged.nupkg'")));
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in()
    {
        using PageClient visitor = web.Visitor();
        PageAnswer page = await visitor.GetAsync("/packages/upload");

        Assert.Equal("/users/account/LogOn?returnUrl=%2Fpackages%2Fupload", page.Location);
    }

    private static async Task<PageAnswer> SendAsync(PageClient client, byte[] file, bool chunked = false, string? token = null)
    {
        PageAnswer page = await client.GetAsync("/packages/upload");
        token ??= page.Document.QuerySelector("main input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using SocketsHttpHandler handler = new() { AllowAutoRedirect = false, CookieContainer = client.Cookies };
        using HttpClient http = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(client.Address, "/packages/upload"))
        {
            Content = new MultipartFormDataContent
            {
                { new StringContent(token), "__RequestVerificationToken" }, { new ByteArrayContent(file), "file", token.Length is 0 or 9000 ? "forged.nupkg" : "some.nupkg" },
            },
        };
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.TransferEncodingChunked = chunked;
        using HttpResponseMessage answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new PageAnswer("/packages/upload", answer.StatusCode, answer.Headers.Location?.OriginalString,
            answer.Headers.ToDictionary(h => h.Key, h => string.Join('\n', h.Value), StringComparer.OrdinalIgnoreCase), html, new HtmlParser().ParseDocument(html));
    }

    private async Task<long> CountAsync(string lowerId) =>
        Assert.Single(await web.Gallery.RowsAsync<long>("SELECT count(*) FROM packages WHERE lower_id = @lowerId", new { lowerId }));
}
