using System.Text.Encodings.Web;
using Torrone.NuGet.Manifests;

namespace Torrone.Server.Web.Readme;

/// <summary>Where a README may lead: to a heading of its own, or by http and https elsewhere, without credit and without a referrer.</summary>
internal static class ReadmeLink
{
    /// <summary>Before each id of a README, so that a stranger's choice never meets an id of the page.</summary>
    public const string IdPrefix = "readme-";

    private const int Longest = 2048;

    /// <summary>The attributes of a link to that address; empty when there must be no link.</summary>
    public static string Attributes(string? address)
    {
        if (address is ['#', _, ..] && address.Length <= Longest && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return $" href=\"#{IdPrefix}{HtmlEncoder.Default.Encode(Uri.UnescapeDataString(address[1..]))}\"";
        }

        return Web(address) is null ? "" : $" href=\"{HtmlEncoder.Default.Encode(address!)}\" rel=\"nofollow noopener noreferrer ugc\"";
    }

    /// <summary>The address as one of the web; null for everything else.</summary>
    public static Uri? Web(string? address) =>
        address is { Length: <= Longest } && WebAddress.IsWeb(address) ? new Uri(address, UriKind.Absolute) : null;
}
