using Torrone.Server.Text;

namespace Torrone.Server.Organizations;

internal static class OrganizationsText
{
    public static readonly TextSource Text = new("Torrone.Server.Organizations.Text");
}
