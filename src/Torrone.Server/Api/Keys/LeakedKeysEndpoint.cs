using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Torrone.Server.Accounts.Links;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;

namespace Torrone.Server.Api.Keys;

/// <summary>
/// Where anybody who has found keys kills them. The answer is 202 whatever was sent, so that nobody learns which of them were known; the
/// body never reaches a log.
/// </summary>
internal static class LeakedKeysEndpoint
{
    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/keys/leaked", RunAsync)
        .Describe("reportLeakedKeys", "Leaked").Accepts<LeakedBody>(isOptional: true, "application/json", "*/*").Produces(StatusCodes.Status202Accepted).ProducesRefusals(429);

    private static async Task<IResult> RunAsync(HttpContext context, LeakLimit limit, EndLeakedKeys end, LinkBase links, CancellationToken cancellation)
    {
        if (limit.TryTake(context.Connection.RemoteIpAddress) is { } refusal)
        {
            return new RefusalResult(refusal);
        }

        Actor who = new(null, null)
        {
            Address = context.Connection.RemoteIpAddress?.ToString(), UserAgent = context.Request.Headers.UserAgent.ToString(), RequestId = context.TraceIdentifier,
        };
        await end.RunAsync(await ReadAsync(context, cancellation), who, links.Of(context), cancellation);
        context.Response.Headers.CacheControl = "no-store";
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = ApiJson.MaxBytes;
        }

        try
        {
            using MemoryStream memory = new();
            await context.Request.Body.CopyToAsync(memory, cancellation);
            return JsonSerializer.Deserialize<LeakedBody>(memory.GetBuffer().AsSpan(0, (int)memory.Length), ApiJson.Options)?.Keys ?? [];
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            // The message of either may quote the body, and so a key: it ends here.
            return [];
        }
    }
}
