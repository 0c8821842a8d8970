using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Outside;

/// <summary>An outside provider as pages show it.</summary>
/// <param name="Name">The setting's name; stands in addresses.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Issuer">Whose word an identity is: links belong to it, not to the setting's name.</param>
public sealed record OutsideProvider(string Name, string Title, string Issuer)
{
    /// <summary>In the properties of a challenge: the provider shall ask for the person again, even if it knows who it is.</summary>
    public const string AskAgain = "fresh";

    /// <summary>The providers of the settings, by name.</summary>
    public static IReadOnlyList<OutsideProvider> Of(TorroneSettings settings) => [.. settings.SignIn.OrderBy(s => s.Key, StringComparer.Ordinal)
        .Select(s => new OutsideProvider(s.Key, s.Value.Title.Length > 0 ? s.Value.Title : s.Key, IssuerOf(s.Value)))];

    /// <summary>The authentication scheme that sends people there.</summary>
    public string Scheme => OutsideSetup.SchemeOf(Name);

    internal static string IssuerOf(SignInSettings provider) =>
        provider.Authority.Length > 0 ? provider.Authority : "https://github.com";
}
