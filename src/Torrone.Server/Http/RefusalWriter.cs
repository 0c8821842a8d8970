using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

namespace Torrone.Server.Http;

/// <summary>The one place that writes a refusal: reason phrase, X-NuGet-Warning, RFC 9457 problem document.</summary>
public static class RefusalWriter
{
    // Kestrel writes the phrase as given, and proxies commonly give all headers together 4 KB: the phrase and its echo stay far below.
    private const int LongestPhrase = 700;

    /// <summary>Writes status, headers and body. Nothing may have been sent yet.</summary>
    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        HttpResponse response = context.Response;
        string phrase = Printable(refusal.Sentence);
        response.StatusCode = refusal.Status;
        context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = phrase;
        response.Headers["X-NuGet-Warning"] = phrase;
        response.Headers.CacheControl = "no-store";
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = refusal.Challenge ?? "ApiKey realm=\"torrone\"";
        }

        // With a longer time the client would wait silently and then lose the reason.
        if (refusal.RetryAfterSeconds is { } seconds and <= 15)
        {
            response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        byte[] body = Body(context, refusal);
        response.ContentType = "application/problem+json; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Printable ASCII on one line: a line break would become a header.</summary>
    public static string Printable(string sentence)
    {
        StringBuilder text = new(Math.Min(sentence.Length, LongestPhrase));
        foreach (char c in sentence)
        {
            if (text.Length == LongestPhrase)
            {
                text.Length -= 3;
                text.Append("...");
                break;
            }

            text.Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return text.ToString();
    }

    private static byte[] Body(HttpContext context, Refusal refusal)
    {
        using MemoryStream memory = new();
        using (Utf8JsonWriter json = new(memory))
        {
            json.WriteStartObject();
            json.WriteString("type", "urn:torrone:problem:" + refusal.Code);
            json.WriteString("title", refusal.Sentence);
            json.WriteNumber("status", refusal.Status);
            json.WriteString("code", refusal.Code);
            if (refusal.Details is { Count: > 0 } details)
            {
                json.WriteStartArray("problems");
                foreach (string detail in details)
                {
                    json.WriteStringValue(detail);
                }

                json.WriteEndArray();
            }

            json.WriteString("requestId", context.TraceIdentifier);
            json.WriteEndObject();
        }

        return memory.ToArray();
    }
}
