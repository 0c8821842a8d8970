using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.ApiKeys;

/// <summary>Puts the room together.</summary>
public static class ApiKeysSetup
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<KeyHash>();
        services.AddSingleton<SiteTag>();
        services.AddSingleton<KeyLookup>();
        services.AddSingleton<RecentKeys>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<KeyLimits>();
        services.AddSingleton<FreezeKey>();
        services.AddSingleton<KeyNetworks>();
        services.AddSingleton<KeyUse>();
        services.AddSingleton<VerificationKeys>();
        services.AddSingleton<KeyAdmission>();
        services.AddHostedService(s => s.GetRequiredService<KeyUse>());
        services.AddSingleton<KeyOwners>();
        services.AddSingleton<KeyRows>();
        services.AddSingleton<KeySecrets>();
        services.AddSingleton<KeyLetters>();
        services.AddSingleton<IssueKey>();
        services.AddSingleton<RegenerateKey>();
        services.AddSingleton<EndKey>();
        services.AddSingleton<EndLeakedKeys>();
        services.AddSingleton<IntrospectKey>();
        services.AddSingleton<SiteKeys>();
        services.AddSingleton<EndOldSecret>();
        services.AddSingleton<EditKey>();
        services.AddSingleton<ReleaseKey>();
        services.AddSingleton<KeyHistory>();
        services.AddSingleton<OrganizationKeys>();
        services.AddSingleton<ExpiryLetters>();
        services.AddSingleton<FinishedKeys>();
        services.AddHostedService<ExpiryRounds>();
        services.AddSingleton<ListKeys>();
        services.AddSingleton<OwnedPackages>();
        services.AddSingleton<OtherPackages>();
        return services;
    }
}
