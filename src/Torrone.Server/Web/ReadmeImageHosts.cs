using Torrone.Server.Settings;

namespace Torrone.Server.Web;

/// <summary>The hosts from which a README's pictures may be shown. A picture elsewhere becomes a link: it would tell its host who reads what.</summary>
public sealed class ReadmeImageHosts(TorroneSettings settings)
{
    private readonly HashSet<string> _hosts = new(
        settings.ReadmeImageHosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(IsHostName),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>For the img-src part of the policy: " https://host …", or empty.</summary>
    public string PolicySources => string.Concat(_hosts.Select(host => " https://" + host));

    /// <summary>True for an https address on one of the hosts whose path ends like a raster picture's.</summary>
    public bool Allow(Uri address) =>
        address.IsAbsoluteUri && address.Scheme == Uri.UriSchemeHttps && address.IsDefaultPort && _hosts.Contains(address.IdnHost)
        && Path.GetExtension(address.AbsolutePath).ToLowerInvariant() is ".png" or ".jpg" or ".jpeg" or ".gif" or ".webp";

    private static bool IsHostName(string host) =>
        host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.');
}
