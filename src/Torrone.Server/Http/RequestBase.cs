using Torrone.Server.Settings;

namespace Torrone.Server.Http;

/// <summary>The absolute address under which this request reached the gallery: the public URL where one is set, else scheme, host and path base.</summary>
public sealed class RequestBase(TorroneSettings settings)
{
    // A DNS name and a port. What is longer would stand in every address of every document.
    private const int LongestHost = 253 + 6;

    [ThreadStatic]
    private static Known? _last;

    /// <summary>Without a slash at its end, e.g. http://localhost:5080.</summary>
    /// <exception cref="BadHttpRequestException">The request names no host, or an impossible one, and no public URL is set.</exception>
    public string Of(HttpRequest request)
    {
        if (settings.PublicUrl.Length > 0)
        {
            return settings.PublicUrl;
        }

        // Nearly every request comes under the same address as the one before: comparing makes no garbage.
        string host = request.Host.Value ?? "";
        string pathBase = request.PathBase.Value ?? "";
        if (_last is { } last && last.Scheme == request.Scheme && last.Host == host && last.PathBase == pathBase)
        {
            return last.Base;
        }

        if (host.Length is 0 or > LongestHost)
        {
            throw new BadHttpRequestException("The request names no host, or one that is too long.");
        }

        _last = new Known(request.Scheme, host, pathBase, $"{request.Scheme}://{host}{pathBase}");
        return _last.Base;
    }

    private sealed record Known(string Scheme, string Host, string PathBase, string Base);
}
