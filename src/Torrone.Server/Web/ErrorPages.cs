using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace Torrone.Server.Web;

/// <summary>Gives an answer that is an error without a body the page for its status, when the asker reads HTML.</summary>
public sealed class ErrorPages(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        HttpResponse response = context.Response;
        if (response.HasStarted || response.StatusCode < 400 || response.ContentLength is not null || response.ContentType is not null
            || context.Features.Get<IStatusCodeReExecuteFeature>() is not null || !AcceptsHtml(context.Request))
        {
            return;
        }

        PathString path = context.Request.Path;
        QueryString query = context.Request.QueryString;
        string method = context.Request.Method;
        context.Features.Set<IStatusCodeReExecuteFeature>(new StatusCodeReExecuteFeature
        {
            OriginalPath = path.Value ?? "/",
            OriginalPathBase = context.Request.PathBase.Value ?? "",
            OriginalQueryString = query.HasValue ? query.Value : null,
        });

        // What the first pass decided must not lead the second to the same place again.
        context.SetEndpoint(null);
        context.Features.Get<IRouteValuesFeature>()?.RouteValues.Clear();
        context.Request.Path = $"/error/{response.StatusCode}";
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Path = path;
            context.Request.QueryString = query;
            context.Request.Method = method;
        }
    }

    // A browser's navigation says text/html; a program that takes anything keeps its bare status.
    private static bool AcceptsHtml(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
