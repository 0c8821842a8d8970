using Torrone.Server.Accounts.Letters;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;

namespace Torrone.Server.Packages.Owners;

/// <summary>What changing owners adds to the program.</summary>
internal static class OwnersSetup
{
    public static IServiceCollection AddOwners(this IServiceCollection services) => services
        .AddSingleton<OwnerQueries>()
        .AddSingleton(s => new OwnerRows(s.Get<EventLog>(), s.Get<AuditLog>(), s.Get<TimeProvider>()))
        .AddSingleton(s => new OwnerLetters(s.Get<SecurityMail>()))
        .AddSingleton(s => new RequestOwner(s.Get<Database>(), s.Get<OwnerRows>(), s.Get<OwnerLetters>(), s.Get<AuditLog>(), s.Get<LogTail>(), s.Get<TimeProvider>()))
        .AddSingleton(s => new AnswerOwnerRequest(s.Get<Database>(), s.Get<OwnerRows>(), s.Get<OwnerLetters>(), s.Get<AuditLog>(), s.Get<LogTail>()))
        .AddSingleton(s => new RemoveOwner(s.Get<Database>(), s.Get<OwnerRows>(), s.Get<OwnerLetters>(), s.Get<LogTail>(), s.Get<TimeProvider>()));

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
