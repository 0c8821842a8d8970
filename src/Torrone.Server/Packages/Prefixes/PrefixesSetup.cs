using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Packages.Owners;

namespace Torrone.Server.Packages.Prefixes;

/// <summary>What reserving ids adds to the program.</summary>
internal static class PrefixesSetup
{
    public static IServiceCollection AddPrefixes(this IServiceCollection services) => services
        .AddSingleton<PrefixQueries>()
        .AddSingleton(s => new PrefixRows(s.Get<EventLog>(), s.Get<TimeProvider>()))
        .AddSingleton(s => new RequestPrefix(s.Get<Database>(), s.Get<PrefixRows>(), s.Get<AuditLog>()))
        .AddSingleton(s => new DecidePrefix(s.Get<Database>(), s.Get<PrefixRows>(), s.Get<OwnerLetters>(), s.Get<AuditLog>(), s.Get<LogTail>()));

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
