using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Web.Pages.ApiKeys;

/// <summary>The page that shows a secret, once.</summary>
/// <param name="Secret">The whole key.</param>
/// <param name="Key">What it may do.</param>
/// <param name="Regenerated">True when it takes the place of an older secret.</param>
/// <param name="MadeAt">UTC Unix milliseconds.</param>
/// <param name="SiteAddress">The gallery's address, without a slash at its end.</param>
public sealed record ShownKey(string Secret, KeyDetails Key, bool Regenerated, long MadeAt, string SiteAddress)
{
    /// <summary>UTC Unix milliseconds: until when the old secret goes on beside this one; null when it does not.</summary>
    public long? OldEndsAt => Regenerated && Key.OldSecretEndsAt is { } end && end > MadeAt ? end : null;

    /// <summary>Where one goes on: to the list that a new key stands in, to the page of one that was there.</summary>
    public string DoneAddress => Regenerated ? "~/account/apikeys/" + Key.PublicId
        : Key.PrincipalKind == 1 ? $"~/organization/{Key.PrincipalName}/keys" : "~/account/apikeys";

    private string Feed => SiteAddress + "/v3/index.json";

    // The client refuses to send anything over plain http unless it is told to.
    private string Insecure => SiteAddress.StartsWith("http://", StringComparison.Ordinal) ? " --allow-insecure-connections" : "";

    /// <summary>The push for bash. Holds the variable, never the secret: commands end up in histories and logs.</summary>
    public string BashPush => Push("\"$NUGET_API_KEY\"");

    public string PowerShellPush => Push("$env:NUGET_API_KEY");

    public string GitHubStep =>
        $$$"""
        - run: dotnet nuget push *.nupkg --api-key "$NUGET_API_KEY" --source {{{Feed}}}{{{Insecure}}}
          env:
            NUGET_API_KEY: ${{ secrets.NUGET_API_KEY }}
        """;

    public string GitLabStep =>
        $"""
        push:
          script:
            - dotnet nuget push *.nupkg --api-key "$NUGET_API_KEY" --source {Feed}{Insecure}
        """;

    public string AzureStep =>
        $"""
        - script: dotnet nuget push *.nupkg --api-key "$NUGET_API_KEY" --source {Feed}{Insecure}
          env:
            NUGET_API_KEY: $(NUGET_API_KEY)
        """;

    private string Push(string variable) => $"dotnet nuget push *.nupkg --api-key {variable} --source {Feed}{Insecure}";
}
