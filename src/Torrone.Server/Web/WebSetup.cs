using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Torrone.Server.Http;
using Torrone.Server.Text;
using Torrone.Server.Web.Gallery;
using Torrone.Server.Web.Proof;
using Torrone.Server.Web.Readme;

namespace Torrone.Server.Web;

/// <summary>The pages: services, the middleware that every page passes, the routes.</summary>
public static class WebSetup
{
    /// <summary>
    /// Makes styles and scripts be found and kept for good by browsers although the program was built, not published: the first command
    /// of the README runs it like that. In Development a changed file shows at once instead.
    /// </summary>
    public static WebApplicationBuilder UseWebAssets(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        if (!builder.Environment.IsDevelopment())
        {
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        }

        return builder;
    }

    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddSingleton<LanguageOffer>();
        services.AddSingleton<ReadmeImageHosts>();
        services.AddSingleton<ReadmeRenderer>();
        services.AddSingleton<PackageContents>();
        services.AddSingleton<PackageViews>();
        services.AddSingleton<ActingFor>();
        services.AddSingleton<ManagedPackages>();
        services.AddScoped<StepUp>();
        services.AddRazorPages(options => options.RootDirectory = "/Web/Pages").AddMvcOptions(Bind);
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "torrone.antiforgery";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddOptions<CookieTempDataProviderOptions>().Configure(options =>
        {
            options.Cookie.Name = "torrone.message";
            options.Cookie.IsEssential = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddOptions<RequestLocalizationOptions>().Configure<LanguageOffer>(Speak);
        return services;
    }

    /// <summary>Headers, language and error pages, for people's addresses alone. Must run before routing's endpoints and authentication.</summary>
    public static WebApplication UseWeb(this WebApplication app)
    {
        app.UseWhen(context => !ProtocolPaths.Include(context.Request.Path), pages =>
        {
            pages.UseMiddleware<SecurityHeaders>();
            pages.UseRequestLocalization();
            pages.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", CreateScopeForErrors = true });
            pages.UseMiddleware<ErrorPages>();
        });
        return app;
    }

    public static IEndpointRouteBuilder MapWeb(this IEndpointRouteBuilder routes)
    {
        routes.MapStaticAssets().OpenToStrangers();
        routes.MapPost(Preferences.Path, Preferences.SaveAsync).DisableAntiforgery().OpenToStrangers();
        routes.MapPost(PasskeyOptions.Path, PasskeyOptions.AnswerAsync).OpenToStrangers();
        routes.MapGet(OutsideStart.Path, OutsideStart.GoAsync).OpenToStrangers();
        UntrustedFiles.Map(routes);
        routes.MapRazorPages().WithStaticAssets();
        return routes;
    }

    // A page checks what people typed itself, with sentences from the resources: the framework's own checks would speak English.
    private static void Bind(MvcOptions options)
    {
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        DefaultModelBindingMessageProvider messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((value, _) => WebText.Shell.Format("Field.Invalid", value));
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => WebText.Shell.Format("Field.Invalid", value));
        messages.SetUnknownValueIsInvalidAccessor(_ => WebText.Shell["Field.Unknown"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => WebText.Shell["Field.Unknown"]);
        messages.SetValueIsInvalidAccessor(value => WebText.Shell.Format("Field.Invalid", value));
        messages.SetValueMustBeANumberAccessor(_ => WebText.Shell["Field.Number"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => WebText.Shell["Field.Number"]);
        messages.SetMissingBindRequiredValueAccessor(_ => WebText.Shell["Field.Missing"]);
        messages.SetMissingKeyOrValueAccessor(() => WebText.Shell["Field.Missing"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => WebText.Shell["Field.Missing"]);
        messages.SetValueMustNotBeNullAccessor(_ => WebText.Shell["Field.Missing"]);
    }

    private static void Speak(RequestLocalizationOptions options, LanguageOffer offer)
    {
        List<CultureInfo> cultures = [.. offer.Tags.Select(CultureInfo.GetCultureInfo)];
        options.SupportedCultures = cultures;
        options.SupportedUICultures = cultures;
        options.DefaultRequestCulture = new RequestCulture(Languages.Spoken[0]);
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders =
        [
            new QueryStringRequestCultureProvider { Options = options },
            new CookieRequestCultureProvider { Options = options, CookieName = LanguageOffer.CookieName },
            new AcceptLanguageHeaderRequestCultureProvider { Options = options },
        ];
    }
}
