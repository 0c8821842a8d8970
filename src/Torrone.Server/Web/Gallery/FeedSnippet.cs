using System.Text.Encodings.Web;

namespace Torrone.Server.Web.Gallery;

/// <summary>How a client is told of this gallery, ready to copy. Clients refuse plain http unless it is allowed by name.</summary>
/// <param name="Address">The service index, absolute.</param>
public sealed record FeedSnippet(string Address)
{
    private bool IsPlain => Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command that adds the feed to the person's own configuration.</summary>
    public string Command => $"dotnet nuget add source {Address} --name torrone" + (IsPlain ? " --allow-insecure-connections" : "");

    /// <summary>A nuget.config for a repository.</summary>
    public string Configuration =>
        $"""
         <?xml version="1.0" encoding="utf-8"?>
         <configuration>
           <packageSources>
             <add key="torrone" value="{HtmlEncoder.Default.Encode(Address)}"{(IsPlain ? " allowInsecureConnections=\"true\"" : "")} />
           </packageSources>
         </configuration>
         """;

    /// <summary>Both, by name.</summary>
    public IReadOnlyList<InstallWay> Ways =>
        [new InstallWay(WebText.Home["Use.Command"], Command), new InstallWay(WebText.Home["Use.Configuration"], Configuration)];

    /// <summary>The command that publishes a package, the key taken from a variable.</summary>
    public string Push => $"dotnet nuget push *.nupkg --source {Address} --api-key \"$NUGET_API_KEY\"" + (IsPlain ? " --allow-insecure-connections" : "");
}
