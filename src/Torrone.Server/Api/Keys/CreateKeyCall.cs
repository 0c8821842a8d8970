using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api.Keys;

/// <summary>POST /api/v1/keys: from its body to a request for a key, and to the answer that holds the secret.</summary>
internal sealed class CreateKeyCall(IssueKey issue, ListKeys keys, KeyBodies bodies, LinkBase links)
{
    public async Task<IResult> RunAsync(HttpContext context, ApiCaller caller, CreateBody body, CancellationToken cancellation)
    {
        if (ApiActions.Problem(body.Actions) is { } unknown)
        {
            return new RefusalResult(ApiRefusals.Problems([unknown]));
        }

        List<KeyOwner> owners = await keys.OwnersAsync(caller.Keys, caller.PrincipalId, cancellation);
        IssueAnswer answer = await issue.RunAsync(caller.Keys, new KeyRequest
        {
            PrincipalId = caller.PrincipalId,
            Name = body.Name ?? "",
            OwnerId = OwnerId(caller, body.Owner, owners),
            Actions = ApiActions.Read(body.Actions),
            Globs = body.Patterns ?? [],
            PackageIds = body.Packages ?? [],
            Addresses = body.Addresses ?? [],
            Versions = body.Versions ?? [],
            SingleUse = body.SingleUse,
            LifetimeDays = body.LifetimeDays ?? KeyRequest.DefaultDays,
            ExpiresAt = body.ExpiresAt?.ToUnixTimeMilliseconds(),
            Site = links.Of(context),
        }, cancellation);
        if (answer.Secret is null)
        {
            return new RefusalResult(ApiRefusals.Problems(answer.Problems));
        }

        KeyDetails? made = await keys.FindAsync(caller.Keys, caller.PrincipalId, answer.PublicId!, cancellation);
        context.Response.Headers.Location = $"{context.Request.PathBase}{ApiSetup.Root}/keys/{answer.PublicId}";
        return made is null
            ? new RefusalResult(ApiRefusals.NoSuchKey)
            : ApiJson.Answer(context, new SecretBody { Key = bodies.Of(made), Secret = answer.Secret.Reveal() }, StatusCodes.Status201Created);
    }

    // No row has the number 0: a name that is not among the owners is refused with the operation's own sentence.
    private static long OwnerId(ApiCaller caller, string? name, List<KeyOwner> owners) => name is { Length: > 0 }
        ? owners.Find(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Id ?? 0
        : caller.Key is { Scopes: [{ } first, ..] } ? first.OwnerId : caller.PrincipalId;
}
