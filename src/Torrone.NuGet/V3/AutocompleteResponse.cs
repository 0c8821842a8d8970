namespace Torrone.NuGet.V3;

/// <summary>The answer of autocomplete: ids for a beginning, or versions for an id.</summary>
public static class AutocompleteResponse
{
    /// <param name="total">How many match in all.</param>
    public static byte[] Write(long total, IEnumerable<string> matches) => V3Document.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("totalHits", total);
        json.Texts("data", matches);
        json.WriteEndObject();
    });
}
