using System.Diagnostics;
using System.Text;
using System.Text.Encodings.Web;
using Torrone.Server.Settings;
using Torrone.Server.Web;
using Torrone.Server.Web.Readme;
using Xunit;

namespace Torrone.Server.Tests.Web;

/// <summary>A text made to be slow or deep costs a bounded time and ends in a page.</summary>
public sealed class ReadmeBoundsTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static TheoryData<string, string> Hostile => new()
    {
        { "quotes in quotes", new string('>', 100_000) },
        { "lists in lists", string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i * 2) + "- a\n")) },
        { "open brackets", new string('[', 100_000) },
        { "nested links", string.Concat(Enumerable.Repeat("[a](", 30_000)) },
        { "stars", string.Concat(Enumerable.Repeat("*a ", 60_000)) },
        { "stars and underscores", string.Concat(Enumerable.Repeat("*_", 60_000)) },
        { "backticks", string.Concat(Enumerable.Range(1, 600).Select(i => new string('`', i) + " ")) },
        { "pipes", string.Concat(Enumerable.Repeat("|a", 50_000)) + "\n" + string.Concat(Enumerable.Repeat("|-", 50_000)) },
        { "tables", string.Concat(Enumerable.Repeat("|a|\n|-|\n|b|\n\n", 15_000)) },
        { "as many brackets as are read", string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("[a](", 1_999)) + "\n\n", 32)) },
        { "as many bars as are read", string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat(string.Concat(Enumerable.Repeat("|a", 499)) + "\n", 20)) + "\n", 12)) },
        { "as many paragraphs as are read", string.Concat(Enumerable.Repeat("|a|\n|-|\n|b|\n\n", 4_999)) },
        { "pictures", string.Concat(Enumerable.Repeat("![a](https://x.example/)", 10_000)) },
        { "references", string.Concat(Enumerable.Range(0, 12_000).Select(i => $"[a{i}]: http://x\n")) + "\n[a1]" },
        { "open angles", new string('<', 200_000) },
        { "longer than the bound", new string('a', ReadmeRenderer.MaxLength * 4) },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task It_ends_in_time_and_within_bounds(string name, string markdown)
    {
        ReadmeRenderer renderer = new(new ReadmeImageHosts(new TorroneSettings()));
        long began = Stopwatch.GetTimestamp();
        Task<string> work = Task.Run(() =>
        {
            using StringWriter writer = new();
            renderer.Render(Encoding.UTF8.GetBytes(markdown)).WriteTo(writer, HtmlEncoder.Default);
            return writer.ToString();
        }, TestContext.Current.CancellationToken);

        string html = await work.WaitAsync(Bound, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms, {html.Length} characters");
        Assert.InRange(html.Length, 1, 30 * ReadmeRenderer.MaxLength);
    }
}
