using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>Reads how a person signs in.</summary>
public sealed class ListSignInMethods(Database database)
{
    public Task<SignInMethods> RunAsync(SignedIn person) => database.ReadAsync(async read => new SignInMethods(
        await FactorRows.WaysAsync(read, person.PrincipalId), await RecoveryCodeRows.LeftAsync(read, person.PrincipalId)));
}
