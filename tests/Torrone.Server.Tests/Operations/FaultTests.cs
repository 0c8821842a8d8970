using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Npgsql;
using Torrone.Server.Data;
using Torrone.Server.Operations;
using Torrone.Server.Tests.Data;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Operations;

/// <summary>What nobody expected: the client hears that and under which id the log has it, and nothing of the inside.</summary>
public sealed class FaultTests(Engines engines)
{
    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_failure_inside_names_the_request_and_keeps_the_exception_in_the_log()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Lost", "1.0.0").Build())).EnsureSuccessStatusCode();
        string blobs = Path.Combine(gallery.Server.DataFolder, "blobs");
        File.Delete(Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories).Single(f => Path.GetFileName(f).Length == 64));
        using HttpResponseMessage answer = await gallery.GetAsync("/v3-flatcontainer/lost/1.0.0/lost.1.0.0.nupkg");
        string id = await AssertFault(answer, 500, "internal-error", "went wrong");
        Assert.Contains(id, answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.Contains(id, gallery.Server.Output, StringComparison.Ordinal);
        Assert.Contains(nameof(FileNotFoundException), gallery.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_database_the_gallery_says_so_and_still_answers_from_memory()
    {
        PostgresServer postgres = await PostgresServer.StartAsync();
        await using Gallery gallery = await Gallery.StartAsync(new Dictionary<string, string?> { ["Torrone__Database"] = await postgres.NewDatabaseAsync() });
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        (await gallery.PushAsync(key, new PackageBuilder("Warm", "1.0.0").Build())).EnsureSuccessStatusCode();
        (await gallery.GetAsync("/v3-flatcontainer/warm/index.json")).EnsureSuccessStatusCode();
        await postgres.DisposeAsync();
        Assert.Equal(HttpStatusCode.OK, (await gallery.GetAsync("/v3-flatcontainer/warm/index.json")).StatusCode);
        using HttpResponseMessage cold = await gallery.GetAsync("/v3-flatcontainer/cold/index.json");
        await AssertFault(cold, 503, "database-away", "database does not answer");
        using HttpResponseMessage push = await gallery.PushAsync(key, new PackageBuilder("Cold", "1.0.0").Build());
        await AssertFault(push, 503, "database-away", "database does not answer");
        Assert.Equal(TimeSpan.FromSeconds(5), push.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task A_client_that_hangs_up_is_no_failure_of_the_gallery()
    {
        await using Gallery gallery = await Gallery.StartAsync();
        string key = await gallery.KeyAsync(await gallery.PersonAsync("alice"), ["push"], ["*"]);
        string before = await gallery.TraceAsync();
        for (int i = 0; i < 4; i++)
        {
            using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync("localhost", gallery.Server.Address.Port, Now);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"PUT /api/v2/package HTTP/1.1\r\nHost: localhost\r\nX-NuGet-ApiKey: {key}\r\nContent-Length: 900000\r\n\r\nPK{new string('x', 50_000)}"), Now);
            await Task.Delay(100, Now);
            // Cut off without a goodbye, and with one.
            socket.LingerState = new LingerOption(i % 2 == 0, 0);
        }

        (await gallery.GetAsync("/health/ready")).EnsureSuccessStatusCode();
        await Task.Delay(500, Now);
        Assert.Equal(before, await gallery.TraceAsync());
        Assert.DoesNotContain("fail:", gallery.Server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", gallery.Server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_kind_of_fault_has_its_status()
    {
        await using Database sqlite = await engines.NewEmptyAsync("sqlite");
        await using Database postgres = await engines.NewEmptyAsync("postgresql");
        Assert.Equal(400, Faults.Of(new BadHttpRequestException("x"), sqlite, "id").Status);
        Assert.Equal(413, Faults.Of(new BadHttpRequestException("x", 413), sqlite, "id").Status);
        Assert.Equal(507, Faults.Of(new IOException("x", 28), sqlite, "id").Status);
        Assert.Equal(500, Faults.Of(new IOException("x", 5), sqlite, "id").Status);
        Assert.Equal(503, Faults.Of(new SqliteException("database is locked", 5), sqlite, "id").Status);
        Assert.Equal(503, Faults.Of(new InvalidOperationException("x", new SqliteException("disk full", 13)), sqlite, "id").Status);
        Assert.Equal(500, Faults.Of(new SqliteException("no such table", 1), sqlite, "id").Status);
        Assert.Equal(503, Faults.Of(new NpgsqlException("lost", new IOException()), postgres, "id").Status);
        Assert.Equal(503, Faults.Of(new PostgresException("stopping", "FATAL", "FATAL", "57P01"), postgres, "id").Status);
        Assert.Equal(500, Faults.Of(new PostgresException("no such table", "ERROR", "ERROR", "42P01"), postgres, "id").Status);
    }

    private static async Task<string> AssertFault(HttpResponseMessage answer, int status, string code, string sentence)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(sentence, answer.ReasonPhrase, StringComparison.Ordinal);
        Assert.Equal(answer.ReasonPhrase, Assert.Single(answer.Headers.GetValues("X-NuGet-Warning")));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        string text = await answer.Content.ReadAsStringAsync(Now);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Torrone.Server", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/", text, StringComparison.Ordinal);
        JsonElement body = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, body.GetProperty("code").GetString());
        return body.GetProperty("requestId").GetString()!;
    }
}
