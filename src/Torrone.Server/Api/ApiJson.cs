using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;
using Torrone.Server.Http;

namespace Torrone.Server.Api;

/// <summary>
/// Reads and writes the API's JSON. A member that is not known is an error: a limit with a typing error in its name must not become no
/// limit at all.
/// </summary>
internal static class ApiJson
{
    /// <summary>The largest body that is read.</summary>
    public const int MaxBytes = 64 * 1024;

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        AllowDuplicateProperties = false,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        MaxDepth = 8,
    };

    /// <summary>The body, or why it cannot be used. An absent one is an empty object.</summary>
    public static async Task<(T? Body, Refusal? Refusal)> ReadAsync<T>(HttpContext context)
        where T : class, new()
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            using MemoryStream memory = new();
            await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
            if (memory.Length == 0)
            {
                return (new T(), null);
            }

            // Only a page of this site, and no form of another one, can send this type to a session.
            return !context.Request.HasJsonContentType() ? (null, ApiRefusals.Json)
                : JsonSerializer.Deserialize<T>(memory.GetBuffer().AsSpan(0, (int)memory.Length), Options) is { } body ? (body, null) : (null, ApiRefusals.Json);
        }
        catch (JsonException)
        {
            return (null, ApiRefusals.Json);
        }
        catch (BadHttpRequestException e)
        {
            return (null, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? ApiRefusals.TooLarge : ApiRefusals.Json);
        }
    }

    /// <summary>An answer that no cache keeps: it is one caller's alone, and may hold a secret.</summary>
    public static IResult Answer<T>(HttpContext context, T body, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, Options, statusCode: status);
    }
}
