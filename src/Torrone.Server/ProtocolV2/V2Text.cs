using Torrone.Server.Text;

namespace Torrone.Server.ProtocolV2;

internal static class V2Text
{
    public static readonly TextSource Text = new("Torrone.Server.ProtocolV2.Text");
}
