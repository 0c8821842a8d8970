using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Organizations;

/// <summary>What this room adds to the program.</summary>
public static class OrganizationsSetup
{
    public static IServiceCollection AddOrganizations(this IServiceCollection services) => services
        .AddSingleton<OrganizationRights>()
        .AddSingleton(s => new OrganizationLetters(s.Get<Outbox>(), s.Get<SecurityMail>()))
        .AddSingleton<OrganizationDirectory>()
        .AddSingleton<MemberList>()
        .AddSingleton<ClaimedMemberships>()
        .AddSingleton(s => new CreateOrganization(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<AuditLog>()))
        .AddSingleton(s => new InviteMember(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>()))
        .AddSingleton(s => new AnswerInvitation(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>()))
        .AddSingleton(s => new ChangeMember(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>()))
        .AddSingleton(s => new SetPolicy(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>()))
        .AddSingleton(s => new TransformAccount(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OneTimeLinks>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>()))
        .AddSingleton(s => new RenameOrganization(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>(), s.GetServices<PackagesTouched>()))
        .AddSingleton(s => new DeleteOrganization(s.Get<Database>(), s.Get<OrganizationRights>(), s.Get<OrganizationLetters>(), s.Get<AuditLog>(), s.GetServices<PackagesTouched>()));

    private static T Get<T>(this IServiceProvider services)
        where T : notnull => services.GetRequiredService<T>();
}
