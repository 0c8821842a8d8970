using Torrone.Server.Text;

namespace Torrone.Server.Search;

internal static class SearchText
{
    public static readonly TextSource Text = new("Torrone.Server.Search.Text");
}
