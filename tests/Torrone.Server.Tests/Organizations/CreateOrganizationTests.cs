using Torrone.Server.Accounts;
using Torrone.Server.Organizations;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Organizations;

/// <summary>/account/organizations/create: one name space with people.</summary>
public sealed class CreateOrganizationTests(Engines engines)
{
    public static TheoryData<string> Engine => Engines.Names;

    [Theory]
    [MemberData(nameof(Engine))]
    public async Task Its_maker_administers_it_and_of_two_at_once_one_gets_the_name(string engine)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, engine);
        SignedIn anna = await world.PersonAsync("anna");
        SignedIn ben = await world.PersonAsync("ben");
        CreateOrganization create = world.Get<CreateOrganization>();
        OrganizationProblem?[] answers = await Task.WhenAll(((SignedIn[])[anna, ben]).Select(p => Task.Run(() => create.RunAsync(p, OrganizationWorld.As(p), "Contoso"))));
        Assert.Equal(["NameTaken"], answers.OfType<OrganizationProblem>().Select(a => a.Code));
        List<Organization> made = [.. await world.Get<OrganizationDirectory>().OfAsync(anna, cancellation: TestContext.Current.CancellationToken), .. await world.Get<OrganizationDirectory>().OfAsync(ben, cancellation: TestContext.Current.CancellationToken)];
        Organization one = Assert.Single(made);
        Assert.Equal(("Contoso", true, 1L, 0L), (one.Name, one.IsAdmin, one.Members, one.Packages));
        Assert.Equal(["organization.created"], await world.AuditAsync(one.PrincipalId));
    }

    [Theory]
    [InlineData("", "NameMissing")]
    [InlineData("a", "NameMalformed")]
    [InlineData("-bad", "NameMalformed")]
    [InlineData("with blank", "NameMalformed")]
    [InlineData("admin", "NameTaken")]
    [InlineData("ANNA", "NameTaken")]
    [InlineData("once", "NameTaken")]
    public async Task A_name_that_cannot_be_had_says_why(string name, string code)
    {
        await using OrganizationWorld world = await OrganizationWorld.NewAsync(engines, "sqlite");
        SignedIn anna = await world.PersonAsync("anna");
        await world.SqlAsync("INSERT INTO former_names (lower_name, principal_id, since) VALUES ('once', @PrincipalId, 1)", anna);
        Assert.Equal(code, (await world.Get<CreateOrganization>().RunAsync(anna, OrganizationWorld.As(anna), name, cancellation: TestContext.Current.CancellationToken))?.Code);
    }
}
