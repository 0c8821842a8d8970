using Microsoft.AspNetCore.Antiforgery;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Organizations;

namespace Torrone.Server.Api;

/// <summary>
/// From a request to who calls: a key with the action manage-keys in the headers, else the session of the cookie. A request with a key is
/// never answered for the session beside it.
/// </summary>
internal sealed class ApiCallers(KeyAdmission admission, IAntiforgery antiforgery, OrganizationDirectory organizations, FeedDirectory feeds, KeyUse uses, TimeProvider clock)
{
    /// <summary>The caller, or why there is none.</summary>
    /// <param name="organization">The organization whose own keys are meant, by its name; null for the person's. A key needs none.</param>
    public async Task<(ApiCaller? Caller, Refusal? Refusal)> FindAsync(HttpContext context, string? organization)
    {
        if (context.Request.Headers.ContainsKey(KeyGate.Header) || context.Request.Headers.Authorization.Count > 0)
        {
            return await OfKeyAsync(context);
        }

        if (context.CurrentAccount() is not { } person)
        {
            return (null, ApiRefusals.CredentialsMissing);
        }

        // Another site's page can make a browser send the cookie, but cannot know the token.
        if (!IsSafe(context.Request.Method) && !await antiforgery.IsRequestValidAsync(context))
        {
            return (null, ApiRefusals.Antiforgery);
        }

        // No name is longer, and none has such characters, which a database may refuse to look for.
        if (organization is { Length: > 64 } || organization?.Any(char.IsControl) == true)
        {
            return (null, ApiRefusals.NoSuchOrganization);
        }

        long? principal = string.IsNullOrEmpty(organization)
            ? person.PrincipalId
            : (await organizations.FindAsync(person, organization, context.RequestAborted))?.PrincipalId;
        return principal is { } id ? (new ApiCaller(context.SessionActor(), id), null) : (null, ApiRefusals.NoSuchOrganization);
    }

    private async Task<(ApiCaller? Caller, Refusal? Refusal)> OfKeyAsync(HttpContext context)
    {
        KeyAnswer answer = await admission.AdmitAsync(context, KeyOperation.ManageKeys);
        if (!answer.IsValid)
        {
            return (null, answer.Refusal);
        }

        KeyQuestion question = new(KeyOperation.ManageKeys, feeds.Main.Id, "", new PackageStanding(false, [], null), clock.GetUtcNow().ToUnixTimeMilliseconds())
        {
            Address = context.Connection.RemoteIpAddress,
        };
        Refusal? refusal = KeyEvaluation.Decide(answer.Key, question).Refusal;
        uses.Record(answer.Key, context, KeyOperation.ManageKeys, null, null, refusal?.Code ?? KeyUseEntry.Ok);
        return refusal is null ? (new ApiCaller(KeyCaller.FromKey(answer.Key, context), answer.Key.PrincipalId), null) : (null, refusal);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}
