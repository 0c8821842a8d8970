using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Sessions;

namespace Torrone.Server.Accounts;

/// <summary>What this room adds to the program.</summary>
public static class AccountsSetup
{
    /// <summary>Wrong passwords in a row after which an account pauses.</summary>
    public const int TriesBeforePause = 10;

    /// <summary>How long it then pauses.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton(s => new CreateAccount(s.GetRequiredService<Data.Database>(), s.GetRequiredService<Audit.AuditLog>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<IPasswordHasher<AccountRecord>>()));
        services.AddIdentityForAccounts();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorization();
        return services;
    }

    private static void AddIdentityForAccounts(this IServiceCollection services)
    {
        // OWASP's number for PBKDF2 with HMAC-SHA-512; a hash made with fewer rounds is renewed at the next sign-in.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddSingleton<IPasswordHasher<AccountRecord>, PasswordHasher<AccountRecord>>();
        services.AddSingleton<ILookupNormalizer, LowerNames>();
        services.AddSingleton<IPasswordValidator<AccountRecord>, IdentityPasswordRules>();
        services.AddHttpContextAccessor();
        services.AddIdentityCore<AccountRecord>(options =>
        {
            options.Lockout.MaxFailedAccessAttempts = TriesBeforePause;
            options.Lockout.DefaultLockoutTimeSpan = Pause;
        }).AddUserStore<AccountStore>().AddSignInManager();
        // The names' rules may grow; an old account must not fail them when its password changes.
        foreach (ServiceDescriptor rule in services.Where(s => s.ServiceType == typeof(IUserValidator<AccountRecord>)
            || s.ImplementationType == typeof(PasswordValidator<AccountRecord>)).ToList())
        {
            services.Remove(rule);
        }
    }
}
