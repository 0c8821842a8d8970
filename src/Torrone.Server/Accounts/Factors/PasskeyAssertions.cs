using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>Asks a browser for a passkey and takes its answer. The framework's own handler checks the answer.</summary>
internal sealed class PasskeyAssertions(
    Database database, IPasskeyHandler<AccountRecord> handler, IHttpContextAccessor http, PasskeyStates states, PasskeyPlace place, TimeProvider clock)
{
    // An answer is one or two kilobytes.
    private const int LongestAnswer = 16 * 1024;

    /// <param name="of">Whose passkeys are wanted; null when anybody's will do.</param>
    /// <param name="where">Ties the answer to a person or session; empty for a sign-in.</param>
    public async Task<PasskeyChallenge> AskAsync(string purpose, string where, AccountRecord? of)
    {
        PasskeyRequestOptionsResult asked = await handler.MakeRequestOptionsAsync(of!, Context);
        return new PasskeyChallenge(asked.RequestOptionsJson, states.Seal(purpose, where, asked.AssertionState));
    }

    /// <summary>The account whose passkey answered; null when the answer is no good, was used, or is another's than the one wanted.</summary>
    public async Task<AccountRecord?> TakeAsync(string purpose, string where, GivenProof given, long? wanted)
    {
        if (given.Passkey.Length is 0 or > LongestAnswer || !place.IsGood(Context.Request) || states.Open(purpose, where, given.PasskeyState) is not { } state)
        {
            return null;
        }

        PasskeyAssertionResult<AccountRecord> result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = Context, CredentialJson = given.Passkey, AssertionState = state,
        });
        if (!result.Succeeded || (wanted is not null && result.User.PrincipalId != wanted))
        {
            return null;
        }

        bool taken = await database.WriteAsync(async write => await states.SpendAsync(write, given.PasskeyState)
            && await PasskeyRows.UsedAsync(write, result.Passkey, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return taken ? result.User : null;
    }

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no request.");
}
