using Microsoft.AspNetCore.Antiforgery;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;

namespace Torrone.Server.Web.Proof;

/// <summary>
/// POST /account/passkeys/options: what a page's script hands to the browser, which asks the person for a passkey. The field "kind" says
/// what for; the answer is {options, state}, or 404 where nothing can be asked.
/// </summary>
public static class PasskeyOptions
{
    /// <summary>The route, under the path base.</summary>
    public const string Path = "/account/passkeys/options";

    public static async Task<IResult> AnswerAsync(HttpContext context, IAntiforgery antiforgery, PasskeyPlace place)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        context.Response.Headers.CacheControl = "no-cache, no-store";
        string kind = (await context.Request.ReadFormAsync(context.RequestAborted))["kind"].ToString();
        PasskeyChallenge? challenge = place.IsGood(context.Request) ? await MakeAsync(context, kind) : null;
        return challenge is null
            ? Results.StatusCode(StatusCodes.Status404NotFound)
            : Results.Json(new { options = challenge.Options, state = challenge.State });
    }

    private static async Task<PasskeyChallenge?> MakeAsync(HttpContext context, string kind)
    {
        IServiceProvider services = context.RequestServices;
        return (kind, context.CurrentAccount()) switch
        {
            ("sign-in", null) => await services.GetRequiredService<PasskeySignIn>().AskAsync(),
            ("second-step", null) => await services.GetRequiredService<SecondStep>().AskPasskeyAsync(FirstStep.Of(context)),
            ("proof", { } person) => await services.GetRequiredService<ProveAgain>().AskPasskeyAsync(person),
            ("register", { } person) => await services.GetRequiredService<Passkeys>().AskAsync(person),
            _ => null,
        };
    }
}
