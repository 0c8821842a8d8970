using System.Globalization;
using Torrone.Server.Accounts;
using Torrone.Server.Settings;

namespace Torrone.Server.Operations.Administration;

/// <summary>
/// The rules that hold for the whole gallery, for administrators to read. They are set where the server is started, so that a stolen
/// session of an administrator cannot open what its operator closed.
/// </summary>
public sealed class SitePolicies(TorroneSettings settings, RegistrationPolicy registration)
{
    /// <summary>Every rule with the value in force.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public IReadOnlyList<SitePolicy> Read(SignedIn person)
    {
        if (!person.IsAdmin)
        {
            throw new NotAdministratorException();
        }

        return
        [
            new("Torrone__Read", settings.Read),
            new("Torrone__Accounts__Registration", registration.Mode.ToString().ToLowerInvariant()),
            new("Torrone__Accounts__MaxKeyDays", Number(settings.Accounts.MaxKeyDays)),
            new("Torrone__Limits__PushesPerHour", Number(settings.Limits.PushesPerHour)),
            new("Torrone__Limits__UnlistsPerHour", Number(settings.Limits.UnlistsPerHour)),
            new("Torrone__Limits__FreezeNewIds", Number(settings.Limits.FreezeNewIds)),
            new("Torrone__MaxPackageMiB", Number(settings.MaxPackageMiB)),
        ];
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
