using Torrone.Server.Settings;

namespace Torrone.Server.Http;

/// <summary>The absolute address under which this request reached the gallery: the public URL where one is set, else scheme, host and path base.</summary>
public sealed class RequestBase(TorroneSettings settings)
{
    /// <summary>Without a slash at its end, e.g. http://localhost:5080.</summary>
    public string Of(HttpRequest request) => settings.PublicUrl.Length > 0
        ? settings.PublicUrl
        : $"{request.Scheme}://{request.Host.Value}{request.PathBase.Value}";
}
