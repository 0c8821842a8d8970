using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts;

/// <summary>
/// The setting, or without one: open while the server listens on loopback alone with neither public URL nor proxy (behind a proxy it
/// listens on loopback too, for the whole world), else by invitation.
/// </summary>
public sealed class RegistrationPolicy(TorroneSettings settings, IServer server)
{
    /// <summary>Asked for each request: the addresses are known only once the server listens.</summary>
    public RegistrationMode Mode => settings.Accounts.Registration switch
    {
        "open" => RegistrationMode.Open,
        "invitation" => RegistrationMode.Invitation,
        "closed" => RegistrationMode.Closed,
        _ => settings.PublicUrl.Length == 0 && settings.Proxies.Length == 0 && ListensOnLoopbackAlone()
            ? RegistrationMode.Open
            : RegistrationMode.Invitation,
    };

    // Fails closed: an address that is not understood, or none, is not loopback.
    private bool ListensOnLoopbackAlone() =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } addresses && addresses.All(IsLoopback);

    private static bool IsLoopback(string address) => Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && (uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out IPAddress? ip) && IPAddress.IsLoopback(ip)));
}
