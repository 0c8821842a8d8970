using Torrone.Server.Text;

namespace Torrone.Server.Operations;

/// <summary>The sentences of this room.</summary>
public static class OperationsText
{
    public static readonly TextSource Text = new("Torrone.Server.Operations.Text");
}
