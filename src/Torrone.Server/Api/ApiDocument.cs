using Microsoft.OpenApi;

namespace Torrone.Server.Api;

/// <summary>/api/v1/openapi.json: the API as programs read it.</summary>
internal static class ApiDocument
{
    public const string Path = ApiSetup.Root + "/openapi.json";

    private const string KeyScheme = "apiKey";
    private const string BasicScheme = "basic";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith(ApiSetup.Root[1..] + "/keys", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            Describe(document);
            return Task.CompletedTask;
        });
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi(Path);

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = ApiText.Text.English("Document.Title"), Version = "1", Description = ApiText.Text.English("Document.Description"),
        };
        // The same document under every address of the gallery: whoever reads it knows where it came from.
        document.Servers = [new OpenApiServer { Url = "../.." }];
        document.AddComponent(KeyScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKeys.KeyGate.Header, Description = ApiText.Text.English("Document.Key"),
        });
        document.AddComponent(BasicScheme, new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "basic", Description = ApiText.Text.English("Document.Basic"),
        });
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(KeyScheme, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(BasicScheme, document)] = [] },
        ];
    }
}
