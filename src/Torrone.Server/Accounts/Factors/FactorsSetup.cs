using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Factors;

internal static class FactorsSetup
{
    public static void AddFactors(this IServiceCollection services)
    {
        services.AddPasskeys();
        services.AddSingleton<Sealer>();
        services.AddSingleton<AuthenticatorRows>();
        services.AddSingleton<RecoveryCodeRows>();
        services.AddSingleton<FactorLetters>();
        services.AddSingleton<FactorChange>();
        services.AddSingleton<FactorCheck>();
        services.AddSingleton<ListSignInMethods>();
        services.AddSingleton(s => new ResetFactors(s.Get<Database>(), s.Get<SessionStore>(), s.Get<SecurityMail>(), s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new Authenticator(s.Get<Sealer>(), s.Get<AuthenticatorRows>(), s.Get<FactorChange>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new RecoveryCodes(s.Get<RecoveryCodeRows>(), s.Get<FactorChange>(), s.Get<AuditLog>(), s.Get<FactorLetters>()));
        services.AddScoped(s => new ProveAgain(s.Get<Database>(), s.Get<SignInManager<AccountRecord>>(), s.Get<FactorCheck>(), s.Get<PasskeyAssertions>(),
            s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddScoped(s => new SecondStep(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<SignIn>(), s.Get<FactorCheck>(), s.Get<PasskeyAssertions>(),
            s.Get<AuditLog>()));
    }

    private static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<PasskeyStates>();
        services.AddSingleton<PasskeyPlace>();
        services.TryAddScoped<IPasskeyHandler<AccountRecord>, PasskeyHandler<AccountRecord>>();
        services.AddScoped<PasskeyAssertions>();
        services.AddScoped(s => new Passkeys(s.Get<Database>(), s.Get<IPasskeyHandler<AccountRecord>>(), s.Get<IHttpContextAccessor>(), s.Get<PasskeyStates>(),
            s.Get<PasskeyPlace>(), s.Get<FactorChange>(), s.Get<TimeProvider>()));
        services.AddScoped(s => new PasskeySignIn(s.Get<Database>(), s.Get<SignIn>(), s.Get<PasskeyAssertions>(), s.Get<AuditLog>()));
        // The host's name may differ from request to request where no public URL is set.
        services.AddScoped<IOptions<IdentityPasskeyOptions>>(s =>
        {
            PasskeyPlace place = s.Get<PasskeyPlace>();
            return Options.Create(new IdentityPasskeyOptions
            {
                ServerDomain = s.Get<IHttpContextAccessor>().HttpContext is { } context ? place.NameOf(context.Request) : null,
                UserVerificationRequirement = "required",
                ResidentKeyRequirement = "required",
                AttestationConveyancePreference = "none",
                ValidateOrigin = origin => ValueTask.FromResult(!origin.CrossOrigin && place.IsOrigin(origin.HttpContext.Request, origin.Origin)),
            });
        });
    }
}
