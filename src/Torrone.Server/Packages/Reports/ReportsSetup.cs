using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Packages.Reports;

/// <summary>What reporting packages adds to the program.</summary>
internal static class ReportsSetup
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services
        .AddSingleton<ReportLimit>()
        .AddSingleton<HandleReports>()
        .AddSingleton(s => new ReportPackage(
            s.GetRequiredService<Database>(), new ReportLetters(s.GetRequiredService<SecurityMail>()), s.GetRequiredService<AuditLog>(),
            s.GetRequiredService<TimeProvider>()));
}
