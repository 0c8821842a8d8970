using Torrone.Server.Settings;

namespace Torrone.Server.Http;

/// <summary>The absolute address under which this request reached the gallery: the public URL where one is set, else scheme, host and path base.</summary>
public sealed class RequestBase(TorroneSettings settings)
{
    [ThreadStatic]
    private static Known? _last;

    /// <summary>Without a slash at its end, e.g. http://localhost:5080.</summary>
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

        _last = new Known(request.Scheme, host, pathBase, $"{request.Scheme}://{host}{pathBase}");
        return _last.Base;
    }

    private sealed record Known(string Scheme, string Host, string PathBase, string Base);
}
