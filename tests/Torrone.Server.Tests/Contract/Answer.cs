using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Torrone.Server.Tests.Contract;

/// <summary>An answer as text that is the same on every machine and day: what varies stands as its kind between angle brackets.</summary>
internal static partial class Answer
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Unsaid = ["Date", "Transfer-Encoding"];
    private static readonly string[] Varying = ["commitId", "catalog:commitId", "requestId", "packageSize"];

    /// <summary>The request's line and what came back: status with its reason, headers by name, the body.</summary>
    public static async Task<string> DescribeAsync(HttpRequestMessage request, HttpResponseMessage answer, CancellationToken cancellation)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri!.PathAndQuery}\n");
        foreach (var header in request.Headers.Where(h => h.Key is "Accept-Encoding" or "Range" or "If-None-Match" or "Accept"))
        {
            text.Append(CultureInfo.InvariantCulture, $"{header.Key}: {Steady(string.Join(", ", header.Value))}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"\n{(int)answer.StatusCode} {answer.ReasonPhrase}\n");
        foreach (var header in answer.Headers.Concat(answer.Content.Headers).Where(h => !Unsaid.Contains(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal))
        {
            string value = header.Key is "Content-Length" && header.Value.Single() != "0" ? "<number>" : Steady(string.Join(", ", header.Value));
            text.Append(CultureInfo.InvariantCulture, $"{header.Key}: {value}\n");
        }

        byte[] body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return text.Append('\n').Append(Body(answer.Content.Headers.ContentType?.MediaType ?? "", body)).ToString();
    }

    private static string Body(string type, byte[] body)
    {
        if (body.Length == 0)
        {
            return "";
        }

        string text = Encoding.UTF8.GetString(body);
        return type switch
        {
            _ when type.EndsWith("json", StringComparison.Ordinal) => Steady(Shape(JsonNode.Parse(text))!.ToJsonString(Indented)),
            _ when type.EndsWith("xml", StringComparison.Ordinal) => Steady(XDocument.Parse(text).ToString()),
            _ when type.StartsWith("text/", StringComparison.Ordinal) => Steady(text),
            _ => "<bytes>",
        };
    }

    // Names stay in the order in which they are written.
    private static JsonNode? Shape(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject one:
                foreach (string name in one.Select(p => p.Key).ToArray())
                {
                    JsonNode? value = one[name];
                    if (Varying.Contains(name) && value is JsonValue)
                    {
                        one[name] = value.GetValueKind() == JsonValueKind.Number ? "<number>" : "<id>";
                    }
                    else
                    {
                        Shape(value);
                    }
                }

                break;
            case JsonArray many:
                foreach (JsonNode? item in many)
                {
                    Shape(item);
                }

                break;
        }

        return node;
    }

    private static string Steady(string text)
    {
        text = Time().Replace(text, m => m.Value.StartsWith("1900", StringComparison.Ordinal) ? m.Value : "<time>");
        text = Sha512().Replace(text, "<sha-512>");
        text = Size().Replace(text, "$1<number>$2");
        text = Range().Replace(text, "bytes $1/<number>");
        text = Key().Replace(text, "<key>");
        text = PublicId().Replace(text, "\"<id>\"");
        return Tag().Replace(text, "\"<tag>$1\"");
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,7})?(Z|\+00:00)")]
    private static partial Regex Time();

    [GeneratedRegex("[A-Za-z0-9+/]{86}==")]
    private static partial Regex Sha512();

    [GeneratedRegex("(PackageSize[^>]*>)\\d+(<)")]
    private static partial Regex Size();

    [GeneratedRegex(@"bytes (\d+-\d+)/\d+")]
    private static partial Regex Range();

    [GeneratedRegex("tr[rpo]_[A-Za-z0-9]{8}(…|[A-Za-z0-9]{34})")]
    private static partial Regex Key();

    [GeneratedRegex("\"[A-Za-z0-9]{22}\"")]
    private static partial Regex PublicId();

    [GeneratedRegex("\"[0-9a-f]{24}(-gz|-br)?\"")]
    private static partial Regex Tag();
}
