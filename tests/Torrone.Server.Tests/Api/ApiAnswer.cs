using System.Net;
using System.Text.Json;

namespace Torrone.Server.Tests.Api;

/// <summary>An answer of the API: its status and its JSON; an empty object where there is no body.</summary>
public sealed record ApiAnswer(HttpStatusCode Status, JsonElement Json, HttpResponseMessage Message)
{
    /// <summary>The code of a refusal; null in any other answer.</summary>
    public string? Code => Json.TryGetProperty("code", out JsonElement code) ? code.GetString() : null;

    public string Id => Json.GetProperty("key").GetProperty("id").GetString()!;

    public string Secret => Json.GetProperty("secret").GetString()!;

    public static async Task<ApiAnswer> OfAsync(HttpResponseMessage message)
    {
        string text = await message.Content.ReadAsStringAsync();
        return new ApiAnswer(message.StatusCode, JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement.Clone(), message);
    }

    /// <summary>The texts of a list member.</summary>
    public static string[] Texts(JsonElement element, string member) => [.. element.GetProperty(member).EnumerateArray().Select(e => e.GetString()!)];
}
