using Microsoft.AspNetCore.Diagnostics;
using Torrone.Server.Http;

namespace Torrone.Server.Api;

/// <summary>Gives the framework's own bare answers (no such address, method or type) the API's kind of body.</summary>
internal static class ApiStatusPages
{
    public static Task WriteAsync(StatusCodeContext bare) => Refusal(bare.HttpContext.Response.StatusCode) is { } refusal
        ? RefusalWriter.WriteAsync(bare.HttpContext, refusal)
        : Task.CompletedTask;

    private static Refusal? Refusal(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ApiRefusals.Parameter,
        StatusCodes.Status404NotFound => ApiRefusals.NoSuchAddress,
        StatusCodes.Status405MethodNotAllowed => ApiRefusals.Method,
        StatusCodes.Status415UnsupportedMediaType => ApiRefusals.Json,
        _ => null,
    };
}
