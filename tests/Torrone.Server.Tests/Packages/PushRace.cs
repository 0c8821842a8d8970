using System.Net;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

/// <summary>Eight sessions push one version at the same moment, on whichever engine the gallery has.</summary>
internal static class PushRace
{
    public static async Task RunAsync(Gallery gallery, string key)
    {
        byte[] package = new PackageBuilder("Eight.Race", "1.0.0").Build();
        (string Session, HttpStatusCode Status)[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            using HttpResponseMessage answer = await gallery.PushAsync(key, package, $"session-{i}");
            return ($"session-{i}", answer.StatusCode);
        }));
        Assert.Equal([HttpStatusCode.Created, .. Enumerable.Repeat(HttpStatusCode.Conflict, 7)], answers.Select(a => a.Status).Order());
        foreach ((string session, HttpStatusCode status) in answers)
        {
            using HttpResponseMessage again = await gallery.PushAsync(key, package, session);
            Assert.Equal(status, again.StatusCode);
        }

        Assert.Equal(1, Assert.Single(await gallery.RowsAsync<long>("SELECT count(*) FROM log WHERE type = 'version.pushed' AND package_lower_id = 'eight.race'")));
    }
}
