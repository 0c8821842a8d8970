using Torrone.Server.Http;

namespace Torrone.Server.Api;

/// <summary>An endpoint's "no".</summary>
internal sealed class RefusalResult(Refusal refusal) : IResult
{
    public Refusal Refusal { get; } = refusal;

    public Task ExecuteAsync(HttpContext httpContext) => RefusalWriter.WriteAsync(httpContext, Refusal);
}
