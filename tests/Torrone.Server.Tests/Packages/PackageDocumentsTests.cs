using Torrone.NuGet.Identity;
using Torrone.Server.Log;
using Torrone.Server.Packages;
using Torrone.Server.Settings;
using Xunit;

namespace Torrone.Server.Tests.Packages;

public sealed class PackageDocumentsTests
{
    private const string Base = "http://localhost";
    private readonly PackageDocuments _documents = new(new TorroneSettings { CacheMiB = 8 });

    [Fact]
    public async Task A_rendered_document_is_rendered_once()
    {
        int rendered = 0;
        for (int i = 0; i < 3; i++)
        {
            await _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(++rendered), 1L)));
        }

        Assert.Equal(1, rendered);
    }

    [Fact]
    public async Task A_change_of_the_package_drops_its_documents_and_no_others()
    {
        await _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(1), 1L)));
        await _documents.GetAsync(Base, "/v3/b", "b", () => Task.FromResult(new Rendering(Document(1), 1L)));
        await Change("a", 2);
        Assert.Null(_documents.Find(Base, "/v3/a"));
        Assert.NotNull(_documents.Find(Base, "/v3/b"));
    }

    [Fact]
    public async Task A_fill_that_was_read_before_a_change_is_not_kept()
    {
        TaskCompletionSource slow = new();
        Task<RenderedDocument> filling = _documents.GetAsync(Base, "/v3/a", "a", async () =>
        {
            await slow.Task;
            return new Rendering(Document(1), 7L);
        });
        await Change("a", 8);
        slow.SetResult();
        await filling;
        Assert.Null(_documents.Find(Base, "/v3/a"));
        await _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(2), 8L)));
        Assert.NotNull(_documents.Find(Base, "/v3/a"));
    }

    [Fact]
    public async Task Who_joins_a_stale_fill_after_the_change_gets_fresh_bytes()
    {
        TaskCompletionSource slow = new();
        Task<RenderedDocument> early = _documents.GetAsync(Base, "/v3/a", "a", async () =>
        {
            await slow.Task;
            return new Rendering(Document(1), 7L);
        });
        await Change("a", 8);
        Task<RenderedDocument> late = _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(2), 8L)));
        slow.SetResult();
        await early;
        Assert.Equal(2, (await late).Body[0]);
    }

    [Fact]
    public async Task Memory_stays_within_its_budget_and_what_is_read_stays()
    {
        await _documents.GetAsync(Base, "/v3/hot", "hot", () => Task.FromResult(new Rendering(Large(), 1L)));
        for (int i = 0; i < 200; i++)
        {
            Assert.NotNull(_documents.Find(Base, "/v3/hot"));
            await _documents.GetAsync(Base, $"/v3/{i}", $"p{i}", () => Task.FromResult(new Rendering(Large(), 1L)));
            Assert.InRange(_documents.Used, 0, 8 << 20);
        }

        Assert.Null(_documents.Find(Base, "/v3/0"));
    }

    [Fact]
    public async Task A_failed_rendering_is_not_kept_and_tells_every_waiter()
    {
        TaskCompletionSource slow = new();
        Task<RenderedDocument> first = _documents.GetAsync(Base, "/v3/a", "a", async () =>
        {
            await slow.Task;
            throw new IOException("on purpose");
        });
        Task<RenderedDocument> second = _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(1), 1L)));
        slow.SetResult();
        await Assert.ThrowsAsync<IOException>(() => first);
        await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Equal(1, (await _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(1), 1L)))).Body[0]);
    }

    [Fact]
    public async Task Who_waits_for_a_rendering_is_served_when_its_asker_hangs_up()
    {
        TaskCompletionSource slow = new();
        Task<RenderedDocument> gone = _documents.GetAsync(Base, "/v3/a", "a", async () =>
        {
            await slow.Task;
            throw new OperationCanceledException();
        });
        Task<RenderedDocument>[] waiting = [.. Enumerable.Range(0, 3).Select(_ =>
            _documents.GetAsync(Base, "/v3/a", "a", () => Task.FromResult(new Rendering(Document(1), 1L))))];
        slow.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        Assert.All(await Task.WhenAll(waiting), d => Assert.Equal(1, d.Body[0]));
    }

    [Fact]
    public async Task Long_addresses_count_against_the_budget()
    {
        for (int i = 0; i < 2000; i++)
        {
            string path = $"/v3/{i}/{new string('x', 7000)}";
            await _documents.GetAsync(Base, path, $"p{i}", () => Task.FromResult(new Rendering(RenderedDocument.Missing, 1L)));
        }

        // 2,000 times 14 KB of address are more than 8 MiB.
        Assert.Null(_documents.Find(Base, $"/v3/0/{new string('x', 7000)}"));
        Assert.NotNull(_documents.Find(Base, $"/v3/1999/{new string('x', 7000)}"));
        Assert.InRange(_documents.Used, 4 << 20, 8 << 20);
    }

    [Theory]
    [InlineData("1.9.0", true)]
    [InlineData("2.0.0-rc", true)]
    [InlineData("2.0.0", false)]
    [InlineData("2.5.0", false)]
    [InlineData("3.0.0", false)]
    [InlineData("3.0.1", true)]
    [InlineData("not a version", false)]
    [InlineData(null, false)]
    public async Task A_change_of_one_version_leaves_what_tells_of_others(string? version, bool stays)
    {
        await _documents.GetAsync(Base, "/v3/list", "a", () => Task.FromResult(new Rendering(Document(1), 1L)));
        await _documents.GetAsync(Base, "/v3/page", "a", () => Task.FromResult(new Rendering(Document(1), 1L, Span("2.0.0", "3.0.0"))));
        await Change("a", 2, version);
        Assert.Null(_documents.Find(Base, "/v3/list"));
        Assert.Equal(stays, _documents.Find(Base, "/v3/page") is not null);

        // What stayed is still dropped by what does concern it, and counted while it is there.
        Assert.Equal(stays, _documents.Used > 0);
        await Change("a", 3, "2.1.0");
        Assert.Null(_documents.Find(Base, "/v3/page"));
        Assert.Equal(0, _documents.Used);
    }

    private static VersionSpan Span(string lower, string upper) =>
        PackageVersion.TryParse(lower, out PackageVersion? from) && PackageVersion.TryParse(upper, out PackageVersion? to)
            ? new VersionSpan(from, to)
            : throw new ArgumentException(lower);

    private Task Change(string id, long sequence, string? version = null) => _documents.ApplyAsync(
        [new LogRow { Sequence = sequence, PackageLowerId = id, LowerVersion = version }], TestContext.Current.CancellationToken);

    private static RenderedDocument Document(int value) => RenderedDocument.Json([(byte)value]);

    private static RenderedDocument Large() => RenderedDocument.Immutable(new byte[500_000], "application/octet-stream", compress: false);
}
