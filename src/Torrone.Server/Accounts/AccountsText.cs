using Torrone.Server.Text;

namespace Torrone.Server.Accounts;

internal static class AccountsText
{
    public static readonly TextSource Text = new("Torrone.Server.Accounts.Text");
}
