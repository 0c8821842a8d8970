using System.Globalization;
using Torrone.Server.Mail;
using Xunit;

namespace Torrone.Server.Tests.Mail;

/// <summary>A letter as text and as HTML.</summary>
public sealed class LetterTests
{
    [Fact]
    public void Whatever_stands_in_it_is_text()
    {
        Letter letter = new("About <b>", ["Hello <script>alert('x')</script> & co"], new LetterLink("http://localhost/x?a=1&b=\"", "Open <it>"), ["Ключ"], "http://localhost");
        OutgoingMail mail = letter.To("ada@example.test");
        Assert.Equal("About <b>", mail.Subject);
        Assert.Contains("Hello <script>alert('x')</script> & co", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("\nhttp://localhost/x?a=1&b=\"\n", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("href=\"http://localhost/x?a=1&amp;b=&quot;\"", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Open &lt;it&gt;", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<title>About &lt;b&gt;</title>", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("Ключ", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_signed_in_the_readers_language()
    {
        CultureInfo before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("qps-Ploc");
            Assert.Contains("⟦", new Letter("s", ["b"], null, [], "http://localhost").To("a@b").TextBody, StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Fact]
    public void A_link_prints_no_token() =>
        Assert.DoesNotContain("secret", new LetterLink("http://localhost/?token=secret", "Open").ToString(), StringComparison.Ordinal);
}
