using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Passwords;
using Xunit;

namespace Torrone.Server.Tests.Accounts;

/// <summary>What a name, an address and a password may be.</summary>
public sealed class NameAndAddressTests
{
    [Theory]
    [InlineData("abc")]
    [InlineData("A.b-c_9")]
    [InlineData("0_0")]
    public void Names_that_are_good(string name) => Assert.Null(NameRules.Check(name));

    [Theory]
    [InlineData("", "NameMissing")]
    [InlineData("ab", "NameMalformed")]
    [InlineData(".abc", "NameMalformed")]
    [InlineData("abc-", "NameMalformed")]
    [InlineData("a b", "NameMalformed")]
    [InlineData("aéb", "NameMalformed")]
    [InlineData("abc\n", "NameMalformed")]
    [InlineData("a/b", "NameMalformed")]
    [InlineData("ada@example.com", "NameMalformed")]
    [InlineData("Packages", "NameTaken")]
    [InlineData("v3-flatcontainer", "NameTaken")]
    public void Names_that_are_not(string name, string code) => Assert.Equal(new AccountProblem("Name", code), NameRules.Check(name));

    [Fact]
    public void A_name_has_64_characters_at_most()
    {
        Assert.Null(NameRules.Check(new string('a', 64)));
        Assert.Equal("NameMalformed", NameRules.Check(new string('a', 65))?.Code);
    }

    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("a.b+c@sub.example.co.uk")]
    [InlineData("torrone@localhost")]
    [InlineData("o'neil_x@1-2.example")]
    public void Addresses_that_are_good(string address) => Assert.Null(EmailRules.Check(address));

    [Theory]
    [InlineData("ada")]
    [InlineData("ada@")]
    [InlineData("@example.com")]
    [InlineData("a@b@c")]
    [InlineData("a b@example.com")]
    [InlineData("ada@example.com\nBcc: eve@example.com")]
    [InlineData("ada@example.com,eve@example.com")]
    [InlineData("ada@example.com;eve@example.com")]
    [InlineData("Ada <ada@example.com>")]
    [InlineData("\"a b\"@example.com")]
    [InlineData(".ada@example.com")]
    [InlineData("ada..b@example.com")]
    [InlineData("ada@-example.com")]
    [InlineData("ada@example..com")]
    [InlineData("adä@example.com")]
    public void Addresses_that_are_not(string address) => Assert.Equal("EmailMalformed", EmailRules.Check(address)?.Code);

    [Fact]
    public void An_address_has_254_characters_at_most()
    {
        Assert.Null(EmailRules.Check(new string('a', 242) + "@example.com"));
        Assert.Equal("EmailMalformed", EmailRules.Check(new string('a', 243) + "@example.com")?.Code);
    }

    [Theory]
    [InlineData("correct donkey staple")]
    [InlineData("xkq7!vvz2p")]
    [InlineData("ключ от дома")]
    [InlineData("sunshine-8471-2265-9910")]
    [InlineData("ada lovelace counts")]
    public void Passwords_that_are_good(string password) => Assert.Null(PasswordRules.Check(password, "ada", "ada@example.com"));

    [Theory]
    [InlineData("123456789", "PasswordTooShort")]
    [InlineData("1234567890", "PasswordCommon")]
    [InlineData("qwertyuiop", "PasswordCommon")]
    [InlineData("Password123!", "PasswordCommon")]
    [InlineData("P@$$w0rd2024", "PasswordCommon")]
    [InlineData("i love you so much", "PasswordCommon")]
    [InlineData("monkeymonkey", "PasswordCommon")]
    [InlineData("!!Summer2026!!", "PasswordCommon")]
    [InlineData("aaaaaaaaaaaa", "PasswordCommon")]
    [InlineData("abababababab", "PasswordCommon")]
    [InlineData("adalovelace", "PasswordIsName")]
    [InlineData("AdaLovelaceAdaLovelace", "PasswordIsName")]
    [InlineData("Ada.L@Example.com", "PasswordIsName")]
    public void Passwords_that_are_not(string password, string code) =>
        Assert.Equal(new AccountProblem("Password", code), PasswordRules.Check(password, "AdaLovelace", "ada.l@example.com"));

    [Fact]
    public void A_password_has_256_characters_at_most()
    {
        string pattern = string.Concat(Enumerable.Repeat("xyz7", 64));
        Assert.Null(PasswordRules.Check(pattern, "ada", "ada@example.com"));
        Assert.Equal("PasswordTooLong", PasswordRules.Check(pattern + "x", "ada", "ada@example.com")?.Code);
    }

    [Fact]
    public void The_list_of_common_passwords_is_in_the_program() => Assert.InRange(CommonPasswords.Count, 1000, 20_000);

    [Fact]
    public void A_new_account_prints_no_password() =>
        Assert.DoesNotContain("secret words", new NewAccount("ada", "ada@example.com", "secret words").ToString(), StringComparison.Ordinal);
}
