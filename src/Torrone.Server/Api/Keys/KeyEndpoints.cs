using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;

namespace Torrone.Server.Api.Keys;

/// <summary>
/// Keys for a signed-in session, or for a key with the action manage-keys, which sees and touches only what it made. ?organization=NAME
/// means the organization's own keys, for its administrators.
/// </summary>
internal static class KeyEndpoints
{
    private const string Json = "application/json";

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/keys", ListAsync).Describe("listKeys", "List").Produces<KeyListBody>().ProducesRefusals(401, 403, 404);
        api.MapPost("/keys", CreateAsync).Describe("createKey", "Create").Accepts<CreateBody>(Json).Produces<SecretBody>(StatusCodes.Status201Created)
            .ProducesRefusals(400, 401, 403, 404);
        api.MapGet("/keys/{id}", ShowAsync).Describe("showKey", "Show").Produces<KeyBody>().ProducesRefusals(401, 403, 404);
        api.MapPatch("/keys/{id}", EditAsync).Describe("editKey", "Edit").Accepts<EditBody>(Json).Produces<EditedBody>().ProducesRefusals(400, 401, 403, 404);
        api.MapPost("/keys/{id}/rotate", RotateAsync).Describe("rotateKey", "Rotate").Accepts<RotateBody>(isOptional: true, Json).Produces<SecretBody>()
            .ProducesRefusals(400, 401, 403, 404);
        api.MapPost("/keys/{id}/end-old-secret", EndOldAsync).Describe("endOldSecret", "EndOld").Produces(StatusCodes.Status204NoContent)
            .ProducesRefusals(400, 401, 403, 404);
        api.MapPost("/keys/{id}/revoke", RevokeAsync).Describe("revokeKey", "Revoke").Accepts<RevokeBody>(isOptional: true, Json).Produces(StatusCodes.Status204NoContent)
            .ProducesRefusals(400, 401, 403, 404);
        api.MapDelete("/keys/{id}", DeleteAsync).Describe("deleteKey", "Delete").Produces(StatusCodes.Status204NoContent).ProducesRefusals(400, 401, 403, 404);
    }

    private static Task<IResult> ListAsync(HttpContext context, ListKeys keys, KeyBodies bodies, CancellationToken cancellation, string? organization = null) =>
        AsAsync(context, organization, async caller => ApiJson.Answer(context,
            new KeyListBody { Keys = [.. (await keys.RunAsync(caller.Keys, caller.PrincipalId, cancellation)).Select(bodies.Of)] }));

    private static Task<IResult> CreateAsync(HttpContext context, CreateKeyCall call, CancellationToken cancellation, string? organization = null) =>
        WithAsync<CreateBody>(context, organization, (caller, body) => call.RunAsync(context, caller, body, cancellation));

    private static Task<IResult> ShowAsync(
        HttpContext context, string id, ListKeys keys, KeyBodies bodies, CancellationToken cancellation, string? organization = null) =>
        AsAsync(context, organization, async caller => await keys.FindAsync(caller.Keys, caller.PrincipalId, id, cancellation) is { } key
            ? ApiJson.Answer(context, bodies.Of(key))
            : NoSuchKey());

    private static Task<IResult> EditAsync(
        HttpContext context, string id, EditKeyCall call, CancellationToken cancellation, string? organization = null, bool preview = false) =>
        WithAsync<EditBody>(context, organization, (caller, body) => call.RunAsync(context, caller, id, body, preview, cancellation));

    private static Task<IResult> RotateAsync(HttpContext context, string id, RegenerateKey regenerate, ListKeys keys, KeyBodies bodies, LinkBase links,
        CancellationToken cancellation, string? organization = null) =>
        WithAsync<RotateBody>(context, organization, async (caller, body) =>
        {
            IssueAnswer? answer = await regenerate.RunAsync(
                caller.Keys, caller.PrincipalId, id, Overlap(body), nonce: null, links.Of(context), cancellation);
            return answer is null ? NoSuchKey() : answer.Secret is null ? new RefusalResult(ApiRefusals.Problems(answer.Problems))
                : await keys.FindAsync(caller.Keys, caller.PrincipalId, id, cancellation) is { } key
                    ? ApiJson.Answer(context, new SecretBody { Key = bodies.Of(key), Secret = answer.Secret.Reveal() })
                    : NoSuchKey();
        });

    private static Task<IResult> EndOldAsync(HttpContext context, string id, EndOldSecret end, CancellationToken cancellation, string? organization = null) =>
        AsAsync(context, organization, async caller => Done(await end.RunAsync(caller.Keys, caller.PrincipalId, id, cancellation)));

    private static Task<IResult> RevokeAsync(
        HttpContext context, string id, EndKey end, LinkBase links, CancellationToken cancellation, string? organization = null) =>
        WithAsync<RevokeBody>(context, organization, async (caller, body) =>
            Done(await end.RevokeAsync(caller.Keys, caller.PrincipalId, id, body.Reason, links.Of(context), cancellation)));

    private static Task<IResult> DeleteAsync(
        HttpContext context, string id, EndKey end, LinkBase links, CancellationToken cancellation, string? organization = null) =>
        AsAsync(context, organization, async caller => Done(await end.DeleteAsync(caller.Keys, caller.PrincipalId, id, links.Of(context), cancellation)));

    private static async Task<IResult> AsAsync(HttpContext context, string? organization, Func<ApiCaller, Task<IResult>> work)
    {
        (ApiCaller? caller, Refusal? refusal) = await context.RequestServices.GetRequiredService<ApiCallers>().FindAsync(context, organization);
        return caller is null ? new RefusalResult(refusal!) : await work(caller);
    }

    private static Task<IResult> WithAsync<T>(HttpContext context, string? organization, Func<ApiCaller, T, Task<IResult>> work)
        where T : class, new() => AsAsync(context, organization, async caller =>
        {
            (T? body, Refusal? refusal) = await ApiJson.ReadAsync<T>(context);
            return body is null ? new RefusalResult(refusal!) : await work(caller, body);
        });

    // Beyond the longest one nothing has to be exact, but nothing may overflow either.
    private static TimeSpan Overlap(RotateBody body) => TimeSpan.FromHours(Math.Clamp(body.OverlapHours, -1, 1_000));

    private static IResult Done(bool found) => found ? Results.NoContent() : NoSuchKey();

    private static RefusalResult NoSuchKey() => new(ApiRefusals.NoSuchKey);
}
