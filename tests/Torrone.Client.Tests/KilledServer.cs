using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Torrone.Testing;
using Torrone.Testing.Packages;

namespace Torrone.Client.Tests;

/// <summary>
/// A server under pushes that is killed without warning, and what it promised until then. What a kill interrupts may be there whole or
/// not at all; what was acknowledged must be there.
/// </summary>
internal sealed class KilledServer(ServerProcess server, string key, int seed)
{
    private const int Pushers = 4;
    private const int Ids = 12;
    private const int LargestPayload = 300_000;
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<(string Id, string Version), byte[]> _acknowledged = new();
    private readonly ConcurrentDictionary<(string Id, string Version), byte[]> _interrupted = new();
    private int _number;

    public int Acknowledged => _acknowledged.Count;

    public int Interrupted => _interrupted.Count;

    /// <summary>Pushes from several clients at once until the server is killed in the middle of it.</summary>
    public async Task PushUntilKilledAsync(int round)
    {
        Random chance = new(seed + round);
        Task[] pushers = [.. Enumerable.Range(0, Pushers).Select(_ => PushAsync(new Random(chance.Next())))];
        // So many pushes later, however slow the machine is, and then somewhere within the next ones.
        int enough = Acknowledged + chance.Next(6);
        for (long began = Stopwatch.GetTimestamp(); Acknowledged < enough && Stopwatch.GetElapsedTime(began) < Bound;)
        {
            await Task.Delay(1);
        }

        await Task.Delay(chance.Next(5, 60));
        await server.Kill9Async();
        await Task.WhenAll(pushers);
    }

    /// <summary>Everything that is wrong with what the restarted server shows; empty when all is well.</summary>
    /// <param name="verify">Also asks torrone verify.</param>
    public async Task<IReadOnlyList<string>> WhatIsWrongAsync(bool verify)
    {
        List<string> wrong = [];
        HashSet<(string Id, string Version)> visible = [];
        foreach (string id in Enumerable.Range(0, Ids).Select(Id))
        {
            string[] versions = await VersionsAsync(id);
            string[] registered = await RegisteredAsync(id);
            visible.UnionWith(versions.Select(v => (id, v)));
            wrong.AddRange(versions.Except(registered).Select(v => $"{id} {v} is downloadable and not registered."));
            wrong.AddRange(registered.Except(versions).Select(v => $"{id} {v} is registered and not downloadable."));
        }

        wrong.AddRange(_acknowledged.Keys.Except(visible).Select(p => $"{p} was acknowledged and is gone."));
        wrong.AddRange(visible.Where(p => !_acknowledged.ContainsKey(p) && !_interrupted.ContainsKey(p)).Select(p => $"{p} was never pushed."));
        foreach ((string Id, string Version) package in visible)
        {
            byte[]? pushed = _acknowledged.GetValueOrDefault(package) ?? _interrupted.GetValueOrDefault(package);
            byte[] served = await server.Client.GetByteArrayAsync(
                new Uri($"/v3-flatcontainer/{package.Id}/{package.Version}/{package.Id}.{package.Version}.nupkg", UriKind.Relative));
            if (pushed is null || !served.AsSpan().SequenceEqual(pushed))
            {
                wrong.Add($"{package} has other bytes than were pushed.");
            }
        }

        HashSet<string> found = await FoundAsync();
        wrong.AddRange(found.Except(visible.Select(p => p.Id)).Select(id => $"{id} is found and not there."));
        wrong.AddRange(visible.Select(p => p.Id).Except(found).Select(id => $"{id} is there and not found."));
        if (verify && await server.CommandAsync(["verify"]) is { ExitCode: not 0 } verified)
        {
            wrong.Add(verified.All);
        }

        return wrong;
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"kill.p{number}");

    private async Task PushAsync(Random chance)
    {
        using HttpClient client = new() { BaseAddress = server.Address };
        while (true)
        {
            string id = Id(chance.Next(Ids));
            string version = string.Create(CultureInfo.InvariantCulture, $"1.0.{Interlocked.Increment(ref _number)}");
            byte[] payload = new byte[chance.Next(LargestPayload)];
            chance.NextBytes(payload);
            byte[] package = new PackageBuilder(id, version).Entry("content/payload.bin", payload).Build();
            // Counted before it is sent: from here on the server may have it.
            _interrupted[(id, version)] = package;
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Put, new Uri("/api/v2/package/", UriKind.Relative));
                request.Headers.Add("X-NuGet-ApiKey", key);
                using ByteArrayContent content = new(package);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
                request.Content = new MultipartFormDataContent { { content, "package", "package.nupkg" } };
                using HttpResponseMessage answer = await client.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    throw new InvalidOperationException($"{id} {version}: {(int)answer.StatusCode} {answer.ReasonPhrase}");
                }
            }
            catch (HttpRequestException)
            {
                // The kill came in between.
                return;
            }

            _acknowledged[(id, version)] = package;
            _interrupted.TryRemove((id, version), out _);
        }
    }

    private async Task<string[]> VersionsAsync(string id)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync(new Uri($"/v3-flatcontainer/{id}/index.json", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        using JsonDocument document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        return [.. document.RootElement.GetProperty("versions").EnumerateArray().Select(v => v.GetString()!)];
    }

    private async Task<string[]> RegisteredAsync(string id)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync(new Uri($"/v3/registration/{id}/index.json", UriKind.Relative));
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }

        List<string> versions = [];
        using JsonDocument index = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
        foreach (JsonElement page in index.RootElement.GetProperty("items").EnumerateArray())
        {
            JsonDocument? loaded = page.TryGetProperty("items", out _) ? null
                : JsonDocument.Parse(await server.Client.GetStringAsync(new Uri(page.GetProperty("@id").GetString()!)));
            using (loaded)
            {
                versions.AddRange((loaded?.RootElement ?? page).GetProperty("items").EnumerateArray()
                    .Select(leaf => leaf.GetProperty("catalogEntry").GetProperty("version").GetString()!));
            }
        }

        return [.. versions];
    }

    private async Task<HashSet<string>> FoundAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await server.Client.GetStringAsync(
            new Uri("/v3/search?q=&take=1000&prerelease=true&semVerLevel=2.0.0", UriKind.Relative)));
        return [.. document.RootElement.GetProperty("data").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];
    }
}
