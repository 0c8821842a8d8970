using System.Text;
using Microsoft.AspNetCore.Http;
using Torrone.Server.Http;
using Xunit;

namespace Torrone.Server.Tests.Http;

/// <summary>What a stranger wrote stays text in a spreadsheet, whichever sign it begins with and wherever a cell may begin.</summary>
public sealed class CsvWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 123", "'+49 123")]
    [InlineData("-2", "'-2")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\uFF1D1+1", "'\uFF1D1+1")]
    [InlineData("  =1", "  '=1")]
    [InlineData("\u00A0=1", "\u00A0'=1")]
    [InlineData("\"=1", "\"'=1")]
    [InlineData("\t=1", "'\t'=1")]
    [InlineData("\r=1", "'\r'=1")]
    [InlineData("\n=1", "'\n'=1")]
    [InlineData("a;=1", "a;'=1")]
    [InlineData("a; \"@x", "a; \"'@x")]
    [InlineData("a\n-x", "a\n'-x")]
    [InlineData("a\t+x", "a\t'+x")]
    [InlineData("a=b-c+d@e", "a=b-c+d@e")]
    [InlineData("Acme.Widget, 1.0.0-beta", "Acme.Widget, 1.0.0-beta")]
    public void A_cell_cannot_begin_like_a_formula(string text, string cell) => Assert.Equal(cell, CsvWriter.Harmless(text));

    [Fact]
    public void Every_cell_is_quoted_and_quotation_marks_are_doubled() =>
        Assert.Equal("\"a\",\"say \"\"hi\"\", twice\",\"\",\"two\nlines\"\r\n", CsvWriter.Row(["a", "say \"hi\", twice", null, "two\nlines"]));

    [Theory]
    [InlineData(0L, "1970-01-01T00:00:00Z")]
    [InlineData(1803045909123L, "2027-02-19T14:05:09Z")]
    public void Moments_are_universal_time(long at, string text) => Assert.Equal(text, CsvWriter.Moment(at));

    [Fact]
    public void No_moment_is_an_empty_cell() => Assert.Null(CsvWriter.Moment(null));

    [Fact]
    public async Task A_table_is_sent_as_a_file_that_nobody_keeps()
    {
        DefaultHttpContext context = new();
        using MemoryStream body = new();
        context.Response.Body = body;

        await CsvWriter.SendAsync(context.Response, "keys.csv", ["Name", "Used"], Rows());

        Assert.Equal("text/csv; charset=utf-8", context.Response.ContentType);
        Assert.Equal("attachment; filename=\"keys.csv\"", context.Response.Headers.ContentDisposition.ToString());
        Assert.Equal("no-store", context.Response.Headers.CacheControl.ToString());
        Assert.Equal("nosniff", context.Response.Headers.XContentTypeOptions.ToString());
        Assert.Equal("\uFEFF\"Name\",\"Used\"\r\n\"'=cmd\",\"\"\r\n\"caf\u00E9\",\"x\"\r\n", Encoding.UTF8.GetString(body.ToArray()));
    }

    [Theory]
    [InlineData("a\".csv")]
    [InlineData("a/b.csv")]
    [InlineData("a\r\nX: y.csv")]
    public async Task A_file_name_is_of_the_program_s_own_choosing(string name) => await Assert.ThrowsAsync<ArgumentException>(
        () => CsvWriter.SendAsync(new DefaultHttpContext().Response, name, ["Name"], Rows()));

    private static async IAsyncEnumerable<IReadOnlyList<string?>> Rows()
    {
        await Task.Yield();
        yield return ["=cmd", null];
        yield return ["caf\u00E9", "x"];
    }
}
