using Torrone.Server.Settings;

namespace Torrone.Server.Mail;

/// <summary>What this room adds to the program.</summary>
public static class MailSetup
{
    /// <summary>The outbox for everybody who writes letters, and the sender, which works in the process that serves.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<Outbox>();
        services.AddSingleton<SmtpDelivery>();
        services.AddSingleton<FolderDelivery>();
        services.AddSingleton<MailDelivery>(s => s.GetRequiredService<TorroneSettings>().Smtp.Host.Length > 0
            ? s.GetRequiredService<SmtpDelivery>()
            : s.GetRequiredService<FolderDelivery>());
        services.AddHostedService<MailSender>();
        return services;
    }
}
