using Torrone.Server.Text;

namespace Torrone.Server.Cli;

internal static class CliText
{
    public static readonly TextSource Text = new("Torrone.Server.Cli.Text");
}
