using Torrone.Server.Text;

namespace Torrone.Server.Api;

internal static class ApiText
{
    public static readonly TextSource Text = new("Torrone.Server.Api.Text");
}
