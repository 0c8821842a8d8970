using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api.Keys;

/// <summary>What the holder of any key may ask about it, and how to give it back: no action is needed for either.</summary>
internal static class CurrentKeyEndpoints
{
    private const int Named = 100;

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/keys/current", ShowAsync).Describe("showCurrentKey", "Current").Produces<CurrentBody>().ProducesRefusals(401, 403);
        api.MapDelete("/keys/current", GiveBackAsync).Describe("revokeCurrentKey", "GiveBack").Produces(StatusCodes.Status204NoContent).ProducesRefusals(401);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, KeyGate gate, KeyLimits limits, IntrospectKey introspect, KeyBodies bodies, TimeProvider clock, CancellationToken cancellation)
    {
        KeyAnswer answer = await AskAsync(context, gate, limits);
        if (!answer.IsValid || await introspect.RunAsync(answer.Key, cancellation) is not { } found)
        {
            return new RefusalResult(answer.Refusal ?? KeyRefusals.Unknown);
        }

        if (KeyWarnings.ExpiryWarning(answer.Key, clock.GetUtcNow().ToUnixTimeMilliseconds()) is { } warning)
        {
            context.Response.Headers.Append("X-NuGet-Warning", warning);
        }

        return ApiJson.Answer(context, new CurrentBody
        {
            Key = bodies.Of(found.Key),
            Reaches = new ReachBody { Count = found.Reaches.Count, Packages = [.. found.Reaches.Take(Named)] },
        });
    }

    /// <summary>Also for a key that is frozen, held, expired or used from where it may not be: whoever holds the secret may only make it less.</summary>
    private static async Task<IResult> GiveBackAsync(HttpContext context, KeyGate gate, KeyLimits limits, EndKey end, LinkBase links, CancellationToken cancellation)
    {
        KeyAnswer answer = await AskAsync(context, gate, limits);
        if (answer.Presented is not { } presented || presented.DeletedAt is not null)
        {
            return new RefusalResult(answer.Refusal ?? KeyRefusals.Unknown);
        }

        await end.RevokePresentedAsync(presented, KeyActor.For(presented, context), leaked: false, links.Of(context), cancellation);
        return Results.NoContent();
    }

    // Who comes with refused keys all the time is not looked up here either.
    private static async Task<KeyAnswer> AskAsync(HttpContext context, KeyGate gate, KeyLimits limits)
    {
        if (limits.Check(context.Connection.RemoteIpAddress) is { } banned)
        {
            return KeyAnswer.Refuse(banned);
        }

        KeyAnswer answer = await gate.AuthenticateAsync(context);
        if (!answer.IsValid)
        {
            limits.NoteRefused(context.Connection.RemoteIpAddress);
        }

        return answer;
    }
}
