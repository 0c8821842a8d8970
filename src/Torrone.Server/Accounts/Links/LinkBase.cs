using System.Net;
using System.Net.Sockets;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Links;

/// <summary>
/// The address that mailed links begin with. Anybody may send a request with a Host header of their own and somebody else's name in the
/// form; the letter must not lead there. So the request's host counts only if it is this machine for certain; otherwise the link begins
/// with the public URL of the settings, or with the address of this machine that the request reached.
/// </summary>
public sealed class LinkBase(RequestBase requestBase, TorroneSettings settings)
{
    private static readonly string MachineName = Dns.GetHostName();

    /// <summary>Without a slash at its end.</summary>
    public string Of(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (settings.PublicUrl.Length > 0 || IsThisMachine(context, request.Host.Host))
        {
            return requestBase.Of(request);
        }

        IPAddress local = context.Connection.LocalIpAddress ?? IPAddress.Loopback;
        local = local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local;
        string host = local.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{local}]" : local.ToString();
        return $"{request.Scheme}://{host}:{context.Connection.LocalPort}{request.PathBase.Value}";
    }

    /// <summary>For links that are made without a request: the public URL, or the address that the server listens on.</summary>
    /// <param name="listening">As Kestrel has it; "everywhere" becomes localhost, since it is no address to open.</param>
    public string OfServer(string? listening) => settings.PublicUrl.Length > 0
        ? settings.PublicUrl
        : (listening ?? "http://localhost:5080").TrimEnd('/')
            .Replace("://[::]", "://localhost", StringComparison.Ordinal)
            .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
            .Replace("://+", "://localhost", StringComparison.Ordinal)
            .Replace("://*", "://localhost", StringComparison.Ordinal);

    private static bool IsThisMachine(HttpContext context, string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.Equals(MachineName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out IPAddress? address)
            && (IPAddress.IsLoopback(address) || address.Equals(context.Connection.LocalIpAddress)
                || address.MapToIPv6().Equals(context.Connection.LocalIpAddress?.MapToIPv6())));
}
