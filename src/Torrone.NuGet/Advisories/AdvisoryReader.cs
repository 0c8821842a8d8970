using System.Text;
using System.Text.Json;

namespace Torrone.NuGet.Advisories;

/// <summary>
/// Reads advisories out of JSON: one of OSV's form or GitHub's, an array of them, the answer of OSV's query address, or many one after
/// the other, as exports write them. Pure and bounded; whatever it is given, it answers what it understood and what not.
/// </summary>
public static class AdvisoryReader
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = AdvisoryLimits.Depth, AllowMultipleValues = true };

    /// <summary>Everything in the file, in its order. Findings that cannot be read end the list.</summary>
    public static IEnumerable<AdvisoryFinding> Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > AdvisoryLimits.FileBytes)
        {
            yield return AdvisoryFinding.Not(AdvisoryProblem.TooLarge);
            yield break;
        }

        json = json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        JsonReaderState state = new(Options);
        bool inArray = false;
        bool any = false;
        while (true)
        {
            (JsonDocument? document, bool more) = Next(ref json, ref state, ref inArray, out bool broken);
            if (broken)
            {
                yield return AdvisoryFinding.Not(AdvisoryProblem.NotJson);
                yield break;
            }

            if (document is null && !more)
            {
                if (!any)
                {
                    yield return AdvisoryFinding.Not(AdvisoryProblem.NotAnAdvisory);
                }

                yield break;
            }

            any = true;
            if (document is not null)
            {
                using (document)
                {
                    foreach (AdvisoryFinding finding in Findings(document.RootElement))
                    {
                        yield return finding;
                    }
                }
            }
        }
    }

    // One value at the top, or one in an array at the top: never the whole file as a tree at once.
    private static (JsonDocument? Document, bool More) Next(ref ReadOnlyMemory<byte> json, ref JsonReaderState state, ref bool inArray, out bool broken)
    {
        broken = false;
        Utf8JsonReader reader = new(json.Span, isFinalBlock: true, state);
        try
        {
            JsonDocument? document = null;
            bool more = false;
            while (document is null && reader.Read())
            {
                more = true;
                if (!inArray && reader.TokenType == JsonTokenType.StartArray)
                {
                    inArray = true;
                }
                else if (inArray && reader.TokenType == JsonTokenType.EndArray)
                {
                    inArray = false;
                }
                else
                {
                    document = JsonDocument.ParseValue(ref reader);
                }
            }

            json = json[(int)reader.BytesConsumed..];
            state = reader.CurrentState;
            return (document, more && document is not null);
        }
        catch (JsonException)
        {
            broken = true;
            return (null, false);
        }
    }

    private static IEnumerable<AdvisoryFinding> Findings(JsonElement value)
    {
        // The answer of OSV's query address.
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("vulns", out JsonElement many) && many.ValueKind == JsonValueKind.Array)
        {
            return [.. many.EnumerateArray().Select(One)];
        }

        return [One(value)];
    }

    private static AdvisoryFinding One(JsonElement value)
    {
        string? identifier = null;
        try
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return AdvisoryFinding.Not(AdvisoryProblem.NotAnAdvisory);
            }

            bool github = value.TryGetProperty("ghsa_id", out _);
            if (!github && !value.TryGetProperty("id", out _))
            {
                return AdvisoryFinding.Not(AdvisoryProblem.NotAnAdvisory);
            }

            identifier = AdvisoryFields.Identifier(value.Field(github ? "ghsa_id" : "id"));
            (AdvisoryRecord? record, bool assumed) = github ? GitHubAdvisory.Read(value, identifier) : OsvAdvisory.Read(value, identifier);
            return record is null ? AdvisoryFinding.Elsewhere(identifier) : AdvisoryFinding.Of(record, assumed);
        }
        catch (AdvisoryException e)
        {
            return AdvisoryFinding.Not(e.Problem, identifier, e.Detail);
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair, which only shows when it is taken out.
            return AdvisoryFinding.Not(AdvisoryProblem.NotAnAdvisory, identifier);
        }
    }
}
