using Torrone.Testing;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>torrone users add</summary>
public sealed class UsersCommandTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_person_with_a_password_can_sign_in_at_once()
    {
        CommandResult added = await AddAsync(["maria", "--email", "maria@example.test", "--password-stdin"], Password + "\r\n");
        Assert.Equal((0, ""), (added.ExitCode, added.Output));
        Assert.DoesNotContain(Password, added.All, StringComparison.Ordinal);
        using PageClient maria = await accounts.SignedInAsync("maria");
        Assert.Equal("maria", await WhoAsync(maria));
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT is_admin FROM users WHERE lower_email = 'maria@example.test'"));
        Assert.Equal(["account.created", "signin"], await accounts.AuditAsync("maria"));
    }

    [Fact]
    public async Task Without_a_password_standard_output_is_a_link_to_choose_one()
    {
        CommandResult added = (await AddAsync(["nils", "--email", "nils@example.test", "--admin"])).Succeeded();
        Uri link = new(added.Output.Trim());
        using PageClient nils = accounts.Visitor();
        Assert.Equal("/users/account/LogOn", (await nils.SubmitAsync(
            link.PathAndQuery, new Dictionary<string, string> { ["Input.Password"] = Password })).Location);
        Assert.Equal("/", (await SignInAsync(nils, "nils")).Location);
        Assert.Equal([1L], await accounts.Gallery.RowsAsync<long>("SELECT is_admin FROM users WHERE lower_email = 'nils@example.test'"));
    }

    [Theory]
    [InlineData("grace", "new@example.test", Password, "taken")]
    [InlineData("new", "GRACE@example.test", Password, "Another account")]
    [InlineData("new", "new", Password, "not an e-mail")]
    [InlineData("new", "new@example.test", "password2024", "tried first")]
    [InlineData("new", "new@example.test", "", "at least 10")]
    public async Task What_cannot_be_is_said_and_leaves_nothing(string name, string email, string password, string sentence)
    {
        CommandResult refused = await AddAsync([name, "--email", email, "--password-stdin"], password);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains(sentence, refused.Error, StringComparison.Ordinal);
        Assert.Equal([0L], await accounts.Gallery.RowsAsync<long>("SELECT count(*) FROM principals WHERE lower_name = 'new'"));
    }

    private Task<CommandResult> AddAsync(string[] arguments, string? input = null) =>
        accounts.Gallery.Server.CommandAsync(["users", "add", .. arguments], input);
}
