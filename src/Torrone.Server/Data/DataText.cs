using Torrone.Server.Text;

namespace Torrone.Server.Data;

internal static class DataText
{
    public static readonly TextSource Text = new("Torrone.Server.Data.Text");
}
