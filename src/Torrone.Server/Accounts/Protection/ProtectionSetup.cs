using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Torrone.Server.Accounts.Protection;

internal static class ProtectionSetup
{
    public static void AddSealedDataProtection(this IServiceCollection services)
    {
        // The default name is the content root: two nodes, or the next version in another folder, would not read each other's.
        services.AddDataProtection().SetApplicationName("torrone");
        services.AddSingleton<DatabaseKeyRing>();
        services.AddSingleton<SealedXml>();
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(s => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = s.GetRequiredService<DatabaseKeyRing>();
            options.XmlEncryptor = s.GetRequiredService<SealedXml>();
        }));
    }
}
