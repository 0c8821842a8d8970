using Torrone.Server.Text;

namespace Torrone.Server.Packages;

internal static class PackagesText
{
    public static readonly TextSource Text = new("Torrone.Server.Packages.Text");
}
