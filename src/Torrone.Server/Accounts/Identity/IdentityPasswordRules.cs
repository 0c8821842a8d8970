using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Passwords;

namespace Torrone.Server.Accounts.Identity;

/// <summary>Holds Identity's own ways of setting a password to this room's rules.</summary>
internal sealed class IdentityPasswordRules : IPasswordValidator<AccountRecord>
{
    public Task<IdentityResult> ValidateAsync(UserManager<AccountRecord> manager, AccountRecord user, string? password)
    {
        AccountProblem? problem = PasswordRules.Check(password ?? "", user.Name, user.Email);
        return Task.FromResult(problem is null
            ? IdentityResult.Success
            : IdentityResult.Failed(new IdentityError { Code = problem.Code, Description = problem.Sentence }));
    }
}
