using Torrone.Server.Text;

namespace Torrone.Server.Symbols;

internal static class SymbolsText
{
    public static readonly TextSource Text = new("Torrone.Server.Symbols.Text");
}
