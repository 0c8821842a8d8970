namespace Torrone.Server.Web;

/// <summary>What every page says to the browser about what it may do. Endpoints that serve an uploader's bytes set a stricter policy of their own.</summary>
public sealed class SecurityHeaders(RequestDelegate next, ReadmeImageHosts images)
{
    /// <summary>The policy for bytes that an uploader chose: nothing runs, nothing loads.</summary>
    public const string UntrustedPolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private readonly string _policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + $"img-src 'self' data:{images.PolicySources}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        return next(context);
    }
}
