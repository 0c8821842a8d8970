using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.Outside;

internal static class OutsideSetup
{
    /// <summary>The page that a provider's answer ends at.</summary>
    public const string ReturnPath = "/account/outside";

    /// <summary>The scheme of a provider by the setting's name.</summary>
    public static string SchemeOf(string provider) => "outside-" + provider;

    public static void AddOutside(this IServiceCollection services)
    {
        services.AddSingleton<Discovery>();
        services.AddSingleton(s => new OutsideReturns(s.Get<Database>(), s.Get<OneTimeLinks>()));
        services.AddScoped(s => new OutsideSignIn(s.Get<Database>(), s.Get<OutsideReturns>(), s.Get<SignIn>(), s.Get<AuditLog>(), s.Get<TimeProvider>()));
        services.AddSingleton(s => new LinkOutside(s.Get<Database>(), s.Get<OutsideReturns>(), s.Get<FactorChange>(), s.Get<AuditLog>(),
            s.Get<FactorLetters>(), s.Get<TimeProvider>()));
        services.AddTransient<OutsideHandler>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ProviderOptions>, OAuthPostConfigureOptions<ProviderOptions, OutsideHandler>>());
        services.AddOptions<AuthenticationOptions>().Configure<TorroneSettings>((options, settings) =>
        {
            foreach (string name in settings.SignIn.Keys)
            {
                options.AddScheme<OutsideHandler>(SchemeOf(name), null);
            }
        });
        services.AddSingleton<IConfigureOptions<ProviderOptions>>(s => new ConfigureProviders(s.Get<TorroneSettings>()));
    }

    private sealed class ConfigureProviders(TorroneSettings settings) : IConfigureNamedOptions<ProviderOptions>
    {
        public void Configure(ProviderOptions options)
        {
            // There is no provider without a name.
        }

        public void Configure(string? name, ProviderOptions options)
        {
            (string provider, SignInSettings its) = settings.SignIn.FirstOrDefault(s => SchemeOf(s.Key) == name);
            if (its is null)
            {
                return;
            }

            options.Name = provider;
            options.Provider = its;
            options.ClientId = its.ClientId;
            options.ClientSecret = its.ClientSecret;
            options.CallbackPath = $"{ReturnPath}/{provider}/callback";
            options.UsePkce = true;
            options.SaveTokens = false;
            options.BackchannelTimeout = TimeSpan.FromSeconds(20);
            options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
            options.CorrelationCookie.Name = "torrone.outside.";
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            foreach (string scope in ScopesOf(its).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                options.Scope.Add(scope);
            }

            options.Events.OnTicketReceived = context =>
            {
                // The identity waits in a cookie of its own; the page acts on it, with the session and everything else that pages have.
                context.Response.Redirect(context.Request.PathBase + ReturnPath + QueryString.Create("returnUrl", context.ReturnUri ?? "/"));
                context.HandleResponse();
                return Task.CompletedTask;
            };
            options.Events.OnRemoteFailure = context =>
            {
                context.HttpContext.RequestServices.GetRequiredService<ILogger<OutsideHandler>>()
                    .LogWarning(context.Failure, "Signing in with {Provider} failed.", provider);
                context.Response.Redirect(context.Request.PathBase + ReturnPath);
                context.HandleResponse();
                return Task.CompletedTask;
            };
        }

        private static string ScopesOf(SignInSettings provider) => provider.Scopes.Length > 0 ? provider.Scopes
            : provider.Kind == SignInSettings.OpenIdConnect ? "openid profile email"
            : provider.Organizations.Count > 0 ? "read:org"
            : "";
    }
}
