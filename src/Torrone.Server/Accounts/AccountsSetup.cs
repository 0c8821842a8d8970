using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Deletion;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Invitations;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Locks;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Accounts.Protection;
using Torrone.Server.Accounts.Sessions;
using Torrone.Server.Accounts.SetUp;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Settings;

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
        services.AddIdentityForAccounts();
        services.AddSealedDataProtection();
        services.AddAuthentication(SessionAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.SchemeName, null);
        services.AddAuthorization();
        services.AddAttemptLimit();
        services.AddOperations();
        services.AddHostedService(s => new SetUpLinkIssuer(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<LinkBase>(), s.Get<TorroneSettings>(),
            s.Get<Microsoft.AspNetCore.Hosting.Server.IServer>(), s.Get<IHostApplicationLifetime>(), s.Get<ILogger<SetUpLinkIssuer>>()));
        return services;
    }

    /// <summary>Who sends the request, and how often. After routing, before the endpoints.</summary>
    public static WebApplication UseAccounts(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    private static void AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<AccountDirectory>();
        services.AddSingleton(s => new CreateAccount(s.Get<Database>(), s.Get<AuditLog>(), s.Get<TimeProvider>(), s.Get<IPasswordHasher<AccountRecord>>()));
        services.AddSingleton(s => new AddPerson(s.Get<CreateAccount>(), s.Get<OneTimeLinks>(), s.Get<AuditLog>()));
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SignOut>();
        services.AddSingleton<RegistrationPolicy>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<LinkBase>();
        services.AddSingleton<OneTimeLinks>();
        services.AddSingleton<StandInHash>();
        services.AddSingleton<SecurityMail>();
        services.AddSingleton<LetterRequests>();
        services.AddHostedService<LetterWriter>();
        services.AddSingleton<PasswordRows>();
        services.AddSingleton(s => new ConfirmEmail(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<SecurityMail>(),
            s.Get<LetterRequests>(), s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new Register(s.Get<CreateAccount>(), s.Get<RegistrationPolicy>(), s.Get<FirstAdministrator>(),
            s.Get<OneTimeLinks>(), s.Get<Outbox>(), s.Get<AuditLog>(), s.Get<EmailDomains>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new ResetPassword(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<PasswordRows>(), s.Get<ConfirmEmail>(),
            s.Get<SecurityMail>(), s.Get<LetterRequests>()));
        services.AddSingleton(s => new AccountAdministration(s.Get<Database>(), s.Get<AccountDirectory>(), s.Get<AddPerson>(),
            s.Get<ConfirmEmail>()));
        services.AddSingleton<EmailDomains>();
        services.AddSingleton<LockAccount>();
        services.AddSingleton(s => new ChangeEmail(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<SecurityMail>(), s.Get<EmailDomains>(),
            s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new UndoEmailChange(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<SessionStore>(), s.Get<SecurityMail>(),
            s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddSingleton<RenameAccount>();
        services.AddSingleton<DeleteAccount>();
        services.AddSingleton<ChangeLanguage>();
        services.AddSingleton<InviteToGallery>();
        // With the framework's sign-in, which lives for one request.
        services.AddScoped(s => new SignIn(s.Get<Database>(), s.Get<SignInManager<AccountRecord>>(), s.Get<SessionStore>(), s.Get<AuditLog>(),
            s.Get<StandInHash>(), s.Get<OneTimeLinks>()));
        services.AddScoped(s => new ChangePassword(s.Get<Database>(), s.Get<SignInManager<AccountRecord>>(), s.Get<PasswordRows>(), s.Get<TimeProvider>()));
        services.AddFactors();
        services.AddScoped(s => new AcceptInvitation(s.Get<Database>(), s.Get<CreateAccount>(), s.Get<RegistrationPolicy>(), s.Get<EmailDomains>(),
            s.Get<OneTimeLinks>(), s.Get<SignIn>(), s.Get<Outbox>(), s.Get<AuditLog>(), s.Get<TorroneSettings>(), s.Get<TimeProvider>()));
        services.AddOutside();
        services.AddScoped(s => new SetUpLink(s.Get<Database>(), s.Get<OneTimeLinks>(), s.Get<CreateAccount>(), s.Get<SignIn>(), s.Get<TorroneSettings>()));
    }

    private static void AddIdentityForAccounts(this IServiceCollection services)
    {
        // OWASP's number for PBKDF2 with HMAC-SHA-512; a hash made with fewer rounds is renewed at the next sign-in.
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddSingleton<IPasswordHasher<AccountRecord>, PasswordHasher<AccountRecord>>();
        services.AddSingleton<ILookupNormalizer, LowerNames>();
        services.AddSingleton<FactorPresence>();
        services.AddHttpContextAccessor();
        services.AddIdentityCore<AccountRecord>(options =>
        {
            options.Lockout.MaxFailedAccessAttempts = TriesBeforePause;
            options.Lockout.DefaultLockoutTimeSpan = Pause;
            options.Tokens.ProviderMap[nameof(FactorPresence)] = new TokenProviderDescriptor(typeof(FactorPresence));
        }).AddUserStore<AccountStore>().AddSignInManager();
        // Our rules instead of the framework's; and the names' rules may grow, which must not hinder an old account's new password.
        foreach (ServiceDescriptor rule in services.Where(s => s.ServiceType == typeof(IUserValidator<AccountRecord>)
            || s.ServiceType == typeof(IPasswordValidator<AccountRecord>)).ToList())
        {
            services.Remove(rule);
        }

        services.AddSingleton<IPasswordValidator<AccountRecord>, IdentityPasswordRules>();
    }

    internal static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
