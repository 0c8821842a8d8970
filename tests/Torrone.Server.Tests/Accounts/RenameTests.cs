using System.Net;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;
using static Torrone.Server.Tests.Accounts.AccountGallery;

namespace Torrone.Server.Tests.Accounts;

/// <summary>/account/name, /profiles/{owner}</summary>
public sealed class RenameTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task A_new_name_takes_everything_along_and_the_old_one_leads_to_it()
    {
        Account lia = await accounts.AddAsync("lia");
        await accounts.AddAsync("taken");
        string key = await accounts.Gallery.KeyAsync(lia.PrincipalId, ["push"], ["*"]);
        await PushAsync(key, "Lia.Tools");
        using PageClient visitor = await accounts.SignedInAsync("lia");
        Assert.Contains("taken", (await RenameAsync(visitor, "Taken")).Errors, StringComparison.Ordinal);
        Assert.Contains("3 to 64", (await RenameAsync(visitor, "x")).Errors, StringComparison.Ordinal);
        Assert.Contains("taken", (await RenameAsync(visitor, "admin")).Errors, StringComparison.Ordinal);
        Assert.Contains("name already", (await RenameAsync(visitor, "lia")).Errors, StringComparison.Ordinal);
        Assert.Equal("/account", (await RenameAsync(visitor, "Lia-Rossi")).Location);

        Assert.Equal("Lia-Rossi", await WhoAsync(visitor));
        using PageClient stranger = accounts.Visitor();
        PageAnswer moved = await stranger.GetAsync("/profiles/LIA");
        Assert.Equal((HttpStatusCode.Redirect, "/profiles/Lia-Rossi"), (moved.Status, moved.Location));
        Assert.Contains("Lia.Tools", (await stranger.GetAsync(moved.Location!)).MainText, StringComparison.Ordinal);
        await PushAsync(key, "Lia.More");
        Assert.NotEqual("", (await SignInAsync(stranger, "lia")).Errors);
        Assert.Equal("/", (await SignInAsync(stranger, "lia-rossi")).Location);
        Assert.Equal(["lia|Lia-Rossi"], await accounts.Gallery.RowsAsync<string>(
            "SELECT before_value || '|' || after_value FROM audit WHERE action = 'account.renamed' AND target_id = @PublicId", lia));
        Assert.Equal(["lia.tools"], await accounts.Gallery.RowsAsync<string>(
            "SELECT package_lower_id FROM log WHERE type = 'owner.changed' AND actor = @PublicId", lia));
        await accounts.Mail.WaitForAsync(m => m.To == "lia@example.test" && m.Subject.Contains("Lia-Rossi", StringComparison.Ordinal));

        // Search shows the new name once it has read the log.
        for (int i = 0; !(await (await accounts.Gallery.GetAsync("/v3/search?q=owner:lia-rossi")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .Contains("Lia.Tools", StringComparison.Ordinal); i++)
        {
            Assert.True(i < 600, "The search never found the package under its owner's new name.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Nobody_else_gets_a_name_that_was_given_up_and_its_holder_can_take_it_back()
    {
        await accounts.AddAsync("mia");
        using PageClient visitor = await accounts.SignedInAsync("mia");
        Assert.Equal("/account", (await RenameAsync(visitor, "mia-two")).Location);
        using PageClient stranger = accounts.Visitor();
        Assert.Contains("taken", (await RegisterAsync(stranger, "MIA", "mia-thief@example.test")).Errors, StringComparison.Ordinal);
        await accounts.AddAsync("nina");
        using PageClient nina = await accounts.SignedInAsync("nina");
        Assert.Contains("taken", (await RenameAsync(nina, "mia")).Errors, StringComparison.Ordinal);
        CreateAccountAnswer added = await accounts.Gallery.Get<CreateAccount>().RunAsync(new NewAccount("Mia", "mia3@example.test", null), Actor.CommandLine, TestContext.Current.CancellationToken);
        Assert.Equal(["NameTaken"], added.Problems.Select(p => p.Code));

        Assert.Equal("/account", (await RenameAsync(visitor, "mia")).Location);
        Assert.Equal("/profiles/mia", (await stranger.GetAsync("/profiles/mia-two")).Location);
        // Other capitals are no new name and cost nothing; a third new name does.
        Assert.Equal("/account", (await RenameAsync(visitor, "MIA")).Location);
        Assert.Equal("/account", (await RenameAsync(visitor, "mia-three")).Location);
        Assert.Equal("/account", (await RenameAsync(visitor, "mia-four")).Location);
        Assert.Contains("three new names", (await RenameAsync(visitor, "mia-five")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_want_a_name_at_once_one_gets_it()
    {
        Account[] people = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => accounts.AddAsync($"racer{i}")));
        PageClient[] visitors = await Task.WhenAll(people.Select(p => accounts.SignedInAsync(p.Name)));
        PageAnswer[] answers = await Task.WhenAll(visitors.Select(v => RenameAsync(v, "the-prize")));
        Assert.Equal(1, answers.Count(a => a.Location == "/account"));
        Assert.Equal(3, answers.Count(a => a.Errors.Contains("taken", StringComparison.Ordinal)));
        foreach (PageClient visitor in visitors)
        {
            visitor.Dispose();
        }
    }

    [Fact]
    public async Task The_operation_asks_for_a_fresh_proof_itself()
    {
        Account olivia = await accounts.AddAsync("olivia");
        SignedIn person = new(olivia.PrincipalId, olivia.PublicId, "olivia", IsAdmin: false, IsConfirmed: true, "none", long.MaxValue);
        Actor who = new(olivia.PrincipalId, olivia.PublicId) { SessionPublicId = "none" };
        Assert.Equal([AccountProblem.ProofTooOld], await accounts.Gallery.Get<RenameAccount>().RunAsync(person, "olivia-two", "http://x", who));
        Assert.Equal(["account.created"], await accounts.AuditAsync("olivia"));
    }

    private static Task<PageAnswer> RenameAsync(PageClient visitor, string name) =>
        visitor.SubmitAsync("/account/name", new Dictionary<string, string> { ["Input.Name"] = name });

    private async Task PushAsync(string key, string id)
    {
        using HttpResponseMessage answer = await accounts.Gallery.PushAsync(key, new PackageBuilder(id).Build());
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }
}
