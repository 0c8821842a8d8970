using Microsoft.AspNetCore.Authentication.OAuth;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Outside;

/// <summary>The framework's options for one provider. Its endpoints are looked up when they are needed.</summary>
internal sealed class ProviderOptions : OAuthOptions
{
    /// <summary>The setting's name.</summary>
    public string Name { get; set; } = "";

    public SignInSettings Provider { get; set; } = new();

    // The framework wants the endpoints here and now.
    public override void Validate()
    {
    }
}
