using System.Text.Json;
using System.Text.RegularExpressions;
using Torrone.Server.Tests.Accounts;
using Torrone.Server.Tests.ApiKeys;
using Xunit;

namespace Torrone.Server.Tests.Api;

/// <summary>/api/v1/openapi.json says what the API does.</summary>
public sealed partial class ApiDocumentTests(AccountGallery accounts) : IClassFixture<AccountGallery>
{
    [Fact]
    public async Task The_document_names_every_operation_with_words_and_answers()
    {
        JsonElement document = await ReadAsync();
        Assert.StartsWith("3.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "delete /api/v1/keys/current", "delete /api/v1/keys/{id}", "get /api/v1/keys", "get /api/v1/keys/current", "get /api/v1/keys/{id}",
                "patch /api/v1/keys/{id}", "post /api/v1/keys", "post /api/v1/keys/leaked", "post /api/v1/keys/{id}/end-old-secret",
                "post /api/v1/keys/{id}/revoke", "post /api/v1/keys/{id}/rotate",
            ], Operations(document).Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.All(Operations(document), o =>
        {
            Assert.NotEmpty(o.Operation.GetProperty("summary").GetString()!);
            Assert.NotEmpty(o.Operation.GetProperty("description").GetString()!);
            Assert.NotEmpty(o.Operation.GetProperty("operationId").GetString()!);
            Assert.Contains(o.Operation.GetProperty("responses").EnumerateObject(), r => r.Name.StartsWith('2'));
            Assert.Contains(o.Operation.GetProperty("responses").EnumerateObject(), r => r.Name.StartsWith('4'));
        });
    }

    [Fact]
    public async Task Every_reference_in_the_document_leads_somewhere()
    {
        JsonElement document = await ReadAsync();
        MatchCollection references = Reference().Matches(document.GetRawText());
        Assert.NotEmpty(references);
        foreach (Match reference in references)
        {
            JsonElement at = document;
            foreach (string step in reference.Groups[1].Value.Split('/'))
            {
                Assert.True(at.TryGetProperty(step, out at), reference.Value);
            }
        }
    }

    [Fact]
    public async Task Answers_have_the_members_that_the_document_promises_and_no_others()
    {
        JsonElement schemas = (await ReadAsync()).GetProperty("components").GetProperty("schemas");
        (_, long ann) = await accounts.ArriveAsync("doc-ann");
        using ApiClient api = ApiClient.With(accounts.Gallery.Server.Address, await accounts.Gallery.KeyAsync(ann, ["manage-keys", "push"], ["Contoso.*"], days: 30));
        ApiAnswer made = await api.PostAsync("keys", new { name = "child", actions = new[] { "push" }, patterns = new[] { "Contoso.*" }, lifetimeDays = 1 });
        Fits(schemas, "SecretBody", made.Json);
        Fits(schemas, "KeyBody", made.Json.GetProperty("key"));
        ApiAnswer current = await api.GetAsync("keys/current");
        Fits(schemas, "CurrentBody", current.Json);
        Fits(schemas, "ReachBody", current.Json.GetProperty("reaches"));
        Fits(schemas, "KeyListBody", (await api.GetAsync("keys")).Json);
        Fits(schemas, "ProblemBody", (await api.GetAsync("keys/nothing")).Json);
        Fits(schemas, "ProblemBody", (await api.PostAsync("keys", new { })).Json);
        Assert.Equal("integer", string.Join(' ', schemas.GetProperty("RotateBody").GetProperty("properties").GetProperty("overlapHours").GetProperty("type")));
    }

    private static void Fits(JsonElement schemas, string name, JsonElement answer)
    {
        JsonElement schema = schemas.GetProperty(name);
        HashSet<string> known = [.. schema.GetProperty("properties").EnumerateObject().Select(p => p.Name)];
        HashSet<string> members = [.. answer.EnumerateObject().Select(p => p.Name)];
        Assert.Empty(members.Except(known));
        Assert.Empty(schema.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Except(members));
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name} {path.Name}", operation.Value);

    private async Task<JsonElement> ReadAsync()
    {
        using ApiClient anybody = ApiClient.With(accounts.Gallery.Server.Address, null);
        return (await anybody.GetAsync("openapi.json")).Json;
    }

    [GeneratedRegex("\"#/([^\"]+)\"")]
    private static partial Regex Reference();
}
