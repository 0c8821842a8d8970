using Torrone.Server.Audit;
using Torrone.Server.Tests.ApiKeys;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.Security;

/// <summary>An act and its row of the audit log commit together or not at all.</summary>
public sealed class AuditRowTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Where_the_row_cannot_be_written_the_act_does_not_happen(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        await world.IssueAsync(world.Request(ann));
        await world.SqlAsync("ALTER TABLE audit RENAME TO audit_gone");
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => world.IssueAsync(world.Request(ann)));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_keys"));
        Assert.Equal(1, await world.AskAsync<long>("SELECT count(*) FROM api_key_secrets"));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_act_that_is_rolled_back_leaves_no_row(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.Database.WriteAsync(async write =>
        {
            await world.Get<AuditLog>().WriteAsync(write, new AuditEntry("test.act", Actor.CommandLine));
            throw new InvalidOperationException("The act fails after its row.");
        }, TestContext.Current.CancellationToken));
        Assert.Equal(0, await world.AskAsync<long>("SELECT count(*) FROM audit WHERE action = 'test.act'"));
    }
}
