using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Torrone.Server.Settings;
using IPNetwork = System.Net.IPNetwork;

namespace Torrone.Server.Http;

/// <summary>Believes X-Forwarded-For, -Proto and -Host from the configured reverse proxies and from nobody else, loopback included.</summary>
public static class TrustedProxies
{
    /// <exception cref="InvalidSettingException">An entry is neither an address nor a network.</exception>
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, TorroneSettings settings) =>
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.KnownIPNetworks.Clear();
            options.KnownProxies.Clear();
            options.ForwardedHeaders = settings.Proxies.Length == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            foreach (string proxy in settings.Proxies)
            {
                if (IPAddress.TryParse(proxy, out IPAddress? address))
                {
                    options.KnownProxies.Add(address);
                }
                else if (IPNetwork.TryParse(proxy, out IPNetwork network))
                {
                    options.KnownIPNetworks.Add(network);
                }
                else
                {
                    throw new InvalidSettingException("Proxies", proxy);
                }
            }
        });
}
