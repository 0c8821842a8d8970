using System.Net;
using System.Text.Json;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Packages.Advisories;

/// <summary>torrone advisories import|list|remove, and where each change of it is seen.</summary>
public sealed class ImportTests
{
    private static readonly string Weak = AdvisoryWorld.Osv("GHSA-1111-2222-3333", "Weak.Tool", """[{"introduced":"1.0.0"},{"fixed":"1.2.0"}]""", aliases: "\"CVE-2026-1\"");

    [Fact]
    public async Task An_import_is_seen_at_once_in_every_document_and_a_removal_too()
    {
        await using AdvisoryWorld world = await AdvisoryWorld.StartAsync();
        await world.PushAsync("Weak.Tool", "0.9.0", "1.0.0", "1.1.0");
        await world.PushAsync("Sound.Tool", "1.0.0");
        // Nothing was imported: "nobody knows" is not "nothing is wrong".
        Assert.DoesNotContain("VulnerabilityInfo", (await world.ReadAsync("/v3/index.json")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Gallery.GetAsync("/v3/vulnerabilities/index.json")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await world.Gallery.GetAsync("/v3/vulnerabilities/page0.json")).StatusCode);
        Assert.Equal("", await world.RegistrationAsync("weak.tool"));
        Assert.Contains("No advisory was ever imported", (await world.CommandAsync("list")).Error, StringComparison.Ordinal);

        CommandResult import = await world.ImportAsync(Weak);
        Assert.Equal(0, import.ExitCode);
        Assert.Contains("new 1, changed 0", import.Output, StringComparison.Ordinal);
        JsonElement resource = Assert.Single((await world.ReadAsync("/v3/index.json")).GetProperty("resources").EnumerateArray(),
            r => r.GetProperty("@type").GetString() == "VulnerabilityInfo/6.7.0");
        JsonElement index = await world.ReadAsync(resource.GetProperty("@id").GetString()!);
        JsonElement page = await world.ReadAsync(Assert.Single(index.EnumerateArray()).GetProperty("@id").GetString()!);
        Assert.Equal("""{"weak.tool":[{"url":"https://github.com/advisories/GHSA-1111-2222-3333","severity":2,"versions":"[1.0.0, 1.2.0)"}]}""", page.GetRawText());
        Assert.Equal("1.0.0: GHSA-1111-2222-3333 2; 1.1.0: GHSA-1111-2222-3333 2", await world.RegistrationAsync("weak.tool"));
        Assert.Equal("", await world.RegistrationAsync("sound.tool"));
        Assert.Equal("GHSA-1111-2222-3333 2", await world.SearchAsync("Weak.Tool"));
        await world.PushAsync("Weak.Tool", "1.1.5", "1.2.0");
        Assert.EndsWith("1.1.5: GHSA-1111-2222-3333 2", await world.RegistrationAsync("weak.tool"), StringComparison.Ordinal);
        Assert.Equal("", await world.SearchAsync("Weak.Tool"));

        Assert.Equal(["advisories.changed weak.tool", "advisories.changed "], await world.Gallery.RowsAsync<string>(
            "SELECT type || ' ' || coalesce(package_lower_id, '') FROM log WHERE type LIKE 'advisor%' ORDER BY sequence"));
        Assert.Equal(["advisories.imported some.json 1"], await world.Gallery.RowsAsync<string>(
            "SELECT action || ' ' || target_id || ' ' || after_value FROM audit WHERE action LIKE 'advisor%'"));
        Assert.Matches("GHSA-1111-2222-3333 +high +counts +Weak.Tool +About Weak.Tool", (await world.CommandAsync("list")).Output);

        Assert.Equal(0, (await world.CommandAsync("remove", "ghsa-1111-2222-3333")).ExitCode);
        Assert.Equal(1, (await world.CommandAsync("remove", "ghsa-1111-2222-3333")).ExitCode);
        Assert.Equal("", await world.RegistrationAsync("weak.tool"));
        Assert.Equal("{}", (await world.ReadAsync("/v3/vulnerabilities/page0.json")).GetRawText());
        // Imported once, the gallery knows, and says now that there is nothing.
        Assert.Contains("VulnerabilityInfo", (await world.ReadAsync("/v3/index.json")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_again_changes_nothing_later_forms_replace_and_earlier_ones_do_not()
    {
        await using AdvisoryWorld world = await AdvisoryWorld.StartAsync();
        await world.PushAsync("Weak.Tool", "1.0.0", "3.0.0");
        await world.ImportAsync(Weak);
        long changed = (await world.Gallery.RowsAsync<long>("SELECT changed_at FROM advisory_state")).Single();
        Assert.Contains("new 0, changed 0, known already 1", (await world.ImportAsync(Weak)).Output, StringComparison.Ordinal);
        Assert.Equal(changed, (await world.Gallery.RowsAsync<long>("SELECT changed_at FROM advisory_state")).Single());

        string later = AdvisoryWorld.Osv("ghsa-1111-2222-3333", "Weak.Tool", """[{"introduced":"3.0.0"}]""", "LOW", "2026-05-01T00:00:00Z");
        Assert.Contains("changed 1", (await world.ImportAsync(later)).Output, StringComparison.Ordinal);
        Assert.Equal("3.0.0: ghsa-1111-2222-3333 0", await world.RegistrationAsync("weak.tool"));
        Assert.Contains("older than known 1", (await world.ImportAsync(Weak)).Output, StringComparison.Ordinal);
        Assert.Equal("3.0.0: ghsa-1111-2222-3333 0", await world.RegistrationAsync("weak.tool"));

        string withdrawn = AdvisoryWorld.Osv("GHSA-1111-2222-3333", "Weak.Tool", """[{"introduced":"0"}]""", "LOW", "2026-06-01T00:00:00Z", more: "\"withdrawn\":\"2026-06-01T00:00:00Z\",");
        await world.ImportAsync(withdrawn);
        Assert.Equal("", await world.RegistrationAsync("weak.tool"));
        Assert.Matches("withdrawn", (await world.CommandAsync("list")).Output);
    }

    [Fact]
    public async Task Two_descriptions_of_one_weakness_count_once()
    {
        await using AdvisoryWorld world = await AdvisoryWorld.StartAsync();
        await world.PushAsync("Weak.Tool", "1.0.0", "1.5.0");
        await world.ImportAsync($"[{Weak},{AdvisoryWorld.Osv("CVE-2026-1", "Weak.Tool", """[{"introduced":"0"}]""", "CRITICAL")}]");
        Assert.Equal("1.0.0: GHSA-1111-2222-3333 2", await world.RegistrationAsync("weak.tool"));
        Assert.Equal(1, (await world.ReadAsync("/v3/vulnerabilities/page0.json")).GetProperty("weak.tool").GetArrayLength());
    }

    [Fact]
    public async Task A_folder_is_read_whole_and_what_is_not_understood_is_named()
    {
        await using AdvisoryWorld world = await AdvisoryWorld.StartAsync();
        string first = world.Write("db/2026/a.json", Weak);
        world.Write("db/2026/other.json", """{"id":"GHSA-npm","affected":[{"package":{"ecosystem":"npm","name":"x"}}]}""");
        world.Write("db/broken.json", "{\"id\":");
        world.Write("db/readme.txt", "not read");
        world.Write("db/range.json", AdvisoryWorld.Osv("GHSA-bad", "Weak.Tool", """[{"introduced":"one"}]"""));
        string folder = Path.GetDirectoryName(Path.GetDirectoryName(first))!;

        CommandResult dry = await world.CommandAsync("import", "--dry-run", folder);
        Assert.Contains("would be: new 1", dry.Output, StringComparison.Ordinal);
        Assert.Empty(await world.Gallery.RowsAsync<long>("SELECT id FROM advisories"));
        CommandResult import = await world.CommandAsync("import", folder);
        Assert.Equal(1, import.ExitCode);
        Assert.Contains("new 1, changed 0, known already 0, older than known 0, about other packages 1, not understood 2", import.Output, StringComparison.Ordinal);
        Assert.Contains("broken.json: It is not JSON", import.Error, StringComparison.Ordinal);
        Assert.Contains("range.json GHSA-bad: It does not say in a way that is understood which versions are vulnerable. It says “one”.", import.Error, StringComparison.Ordinal);
        CommandResult missing = await world.CommandAsync("import", Path.Combine(folder, "nowhere"));
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("There is no file or folder", missing.Error, StringComparison.Ordinal);
    }
}
