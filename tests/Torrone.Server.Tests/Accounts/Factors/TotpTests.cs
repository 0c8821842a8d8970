using System.Text;
using Torrone.Server.Accounts.Factors;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>RFC 6238, its appendix B, and what a gallery asks beyond it.</summary>
public sealed class TotpTests
{
    private static readonly byte[] Seed = Encoding.ASCII.GetBytes("12345678901234567890");

    // The appendix has eight digits; six are their end.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void The_published_codes_come_out(long seconds, string code)
    {
        Assert.Equal(code, Totp.Code(Seed, Totp.StepOf(seconds * 1000)));
        Assert.Equal(code, new AuthenticatorApp(Totp.Text(Seed)).At(seconds));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void The_secret_is_written_in_Base32_of_RFC_4648(string bytes, string text) => Assert.Equal(text, Totp.Text(Encoding.ASCII.GetBytes(bytes)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_is_good_in_its_step_and_the_one_beside(int steps, bool good)
    {
        const long now = 1_700_000_010_000;
        long step = Totp.StepOf(now) + steps;
        Assert.Equal(good ? step : null, Totp.Match(Seed, Totp.Code(Seed, step), now, 0));
    }

    [Fact]
    public void A_step_that_was_taken_and_those_before_it_are_over()
    {
        const long now = 1_700_000_010_000;
        long step = Totp.StepOf(now);
        Assert.Null(Totp.Match(Seed, Totp.Code(Seed, step), now, step));
        Assert.Null(Totp.Match(Seed, Totp.Code(Seed, step - 1), now, step));
        Assert.Equal(step + 1, Totp.Match(Seed, Totp.Code(Seed, step + 1), now, step));
    }

    [Theory]
    [InlineData(" 123 456 ", "123456", true)]
    [InlineData("123\u00a0456", "123456", true)]
    [InlineData("12345", "12345", false)]
    [InlineData("１２３４５６", "１２３４５６", false)]
    [InlineData("ABCDE-FGHJK", "abcdefghjk", false)]
    public void What_people_type_is_cleaned(string typed, string clean, bool isOfApp)
    {
        Assert.Equal(clean, GivenCode.Clean(typed));
        Assert.Equal(isOfApp, GivenCode.IsOfApp(clean));
    }
}
