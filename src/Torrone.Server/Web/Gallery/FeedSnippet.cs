using System.Text.Encodings.Web;

namespace Torrone.Server.Web.Gallery;

/// <summary>How a client is told of this gallery, ready to copy. Clients refuse plain http unless it is allowed by name.</summary>
/// <param name="Address">The service index, absolute.</param>
/// <param name="IsPrivate">The gallery asks for a key that reads: it comes from the environment, and no file holds it.</param>
public sealed record FeedSnippet(string Address, bool IsPrivate = false)
{
    private bool IsPlain => Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The command that adds the feed to the person's own configuration.</summary>
    public string Command => $"dotnet nuget add source {Address} --name torrone" + Credentials + (IsPlain ? " --allow-insecure-connections" : "");

    /// <summary>A nuget.config for a repository.</summary>
    public string Configuration =>
        $"""
         <?xml version="1.0" encoding="utf-8"?>
         <configuration>
           <packageSources>
             <add key="torrone" value="{HtmlEncoder.Default.Encode(Address)}"{(IsPlain ? " allowInsecureConnections=\"true\"" : "")} />
           </packageSources>{CredentialSection}
         </configuration>
         """;

    // The client replaces %NAME% by the variable's value, on every system.
    private string Credentials => IsPrivate ? " --username key --password \"%TORRONE_KEY%\" --store-password-in-clear-text" : "";

    private string CredentialSection => IsPrivate
        ? """

            <packageSourceCredentials>
              <torrone>
                <add key="Username" value="key" />
                <add key="ClearTextPassword" value="%TORRONE_KEY%" />
              </torrone>
            </packageSourceCredentials>
          """
        : "";

    /// <summary>Both, by name.</summary>
    public IReadOnlyList<InstallWay> Ways =>
        [new InstallWay(WebText.Home["Use.Command"], Command), new InstallWay(WebText.Home["Use.Configuration"], Configuration)];

    /// <summary>The command that publishes a package, the key taken from a variable.</summary>
    public string Push => $"dotnet nuget push *.nupkg --source {Address} --api-key \"$NUGET_API_KEY\"" + (IsPlain ? " --allow-insecure-connections" : "");
}
