using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.ProtocolV3;

/// <summary>Every address that the service index and the documents name leads somewhere: clients open them for people.</summary>
public sealed class TemplateTests
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_address_and_template_that_documents_name_answers()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("ada"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Contoso.Json", "1.0.0-Beta").Readme().Icon().LicenseFile().Build())).EnsureSuccessStatusCode();

        JsonElement index = await JsonAsync(gallery, new Uri(gallery.Server.Address, "/v3/index.json"));
        Dictionary<string, string> resources = index.GetProperty("resources").EnumerateArray()
            .ToDictionary(r => r.GetProperty("@type").GetString()!, r => r.GetProperty("@id").GetString()!);
        Dictionary<string, string> places = new()
        {
            ["{id}"] = "Contoso.Json", ["{version}"] = "1.0.0-Beta", ["{owner}"] = "ada", ["{lower_id}"] = "contoso.json", ["{lower_version}"] = "1.0.0-beta",
        };
        string[] templates = [.. resources.Where(r => r.Key.Contains("UriTemplate", StringComparison.Ordinal)).Select(r => r.Value)];
        Assert.Equal(4, templates.Length);
        foreach (string template in templates)
        {
            await AnswersAsync(gallery, places.Aggregate(template, (text, place) => text.Replace(place.Key, place.Value, StringComparison.Ordinal)));
        }

        // Whoever asks for one version follows from the leaf to everything about it.
        JsonElement leaf = await JsonAsync(gallery, new Uri(resources["RegistrationsBaseUrl/3.6.0"] + "contoso.json/1.0.0-beta.json"));
        string catalog = leaf.GetProperty("catalogEntry").GetString()!;
        JsonElement entry = await JsonAsync(gallery, new Uri(catalog));
        Assert.Equal(("Contoso.Json", "1.0.0-Beta"), (entry.GetProperty("id").GetString(), entry.GetProperty("version").GetString()));
        JsonElement registration = await JsonAsync(gallery, new Uri(leaf.GetProperty("registration").GetString()!));
        JsonElement inline = registration.GetProperty("items")[0].GetProperty("items")[0].GetProperty("catalogEntry");
        Assert.Equal(catalog, inline.GetProperty("@id").GetString());
        foreach (string name in (string[])["@id", "iconUrl", "licenseUrl", "packageContent", "readmeUrl"])
        {
            await AnswersAsync(gallery, inline.GetProperty(name).GetString()!);
        }
    }

    private static async Task AnswersAsync(Gallery gallery, string address)
    {
        using HttpResponseMessage answer = await gallery.Server.Client.GetAsync(new Uri(address), Now);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {answer.StatusCode}");
    }

    private static Task<JsonElement> JsonAsync(Gallery gallery, Uri address) => gallery.Server.Client.GetFromJsonAsync<JsonElement>(address, Now);
}
