using System.Net;
using Torrone.Server.Http;

namespace Torrone.Server.Accounts.Factors;

/// <summary>
/// Where passkeys can work: a browser ties them to a host's name, and to https, which only "localhost" may do without. On a numeric
/// address ("http://127.0.0.1:5080") a browser refuses, so that nothing is offered there.
/// </summary>
public sealed class PasskeyPlace(RequestBase requestBase)
{
    /// <summary>True when a page may offer passkeys under the address that this request came by.</summary>
    public bool IsGood(HttpRequest request) => Uri.TryCreate(requestBase.Of(request), UriKind.Absolute, out Uri? site)
        && site.HostNameType == UriHostNameType.Dns && !IPAddress.TryParse(site.Host, out _)
        && (site.Scheme == Uri.UriSchemeHttps || IsLocal(site.Host))
        && request.Host.Host.Equals(site.Host, StringComparison.OrdinalIgnoreCase);

    /// <summary>The name that passkeys are tied to.</summary>
    internal string NameOf(HttpRequest request) => new Uri(requestBase.Of(request)).Host;

    /// <summary>True for the one origin that this request's pages have.</summary>
    internal bool IsOrigin(HttpRequest request, string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && Uri.TryCreate(requestBase.Of(request), UriKind.Absolute, out Uri? site)
        && from.Scheme == site.Scheme && from.Host.Equals(site.Host, StringComparison.OrdinalIgnoreCase) && from.Port == site.Port;

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
