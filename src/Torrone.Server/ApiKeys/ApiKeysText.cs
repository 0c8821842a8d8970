using Torrone.Server.Text;

namespace Torrone.Server.ApiKeys;

internal static class ApiKeysText
{
    public static readonly TextSource Text = new("Torrone.Server.ApiKeys.Text");
}
