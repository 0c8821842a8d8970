using Microsoft.AspNetCore.Http;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Tests.Data;
using Xunit;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>While a key rotates it is known where the old secret is still in use.</summary>
public sealed class OldSecretUseTests(Engines engines)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task The_last_use_of_the_old_secret_is_told_apart_from_the_new_ones(string engine)
    {
        await using KeyWorld world = await KeyWorld.NewAsync(engines, engine);
        long ann = await world.PersonAsync("ann");
        IssueAnswer made = await world.Issue.RunAsync(KeyWorld.As(ann), world.Request(ann), Stop);
        IssueAnswer renewed = (await world.Get<RegenerateKey>().RunAsync(
            KeyWorld.As(ann), ann, made.PublicId!, RegenerateKey.OfferedOverlap, null, KeyWorld.Site, Stop))!;
        Assert.Null((await FindAsync()).OldSecretLastUsedAt);

        long first = world.Now;
        await UseAsync(made, "10.0.0.4");
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await UseAsync(renewed, "10.0.0.5");
        await world.Get<KeyUse>().StartAsync(Stop);
        await world.Get<KeyUse>().StopAsync(Stop);
        KeyDetails key = await FindAsync();
        Assert.Equal((first, "10.0.0.4"), (key.OldSecretLastUsedAt, key.OldSecretLastUsedAddress));
        Assert.Equal((world.Now, "10.0.0.5"), (key.LastUsedAt, key.LastUsedAddress));

        async Task<KeyDetails> FindAsync() => (await world.Get<ListKeys>().FindAsync(KeyWorld.As(ann), ann, made.PublicId!, Stop))!;

        async Task UseAsync(IssueAnswer secret, string address)
        {
            PresentedKey presented = (await world.PresentAsync(secret.Secret!.Reveal())).Key!;
            DefaultHttpContext context = new() { Connection = { RemoteIpAddress = System.Net.IPAddress.Parse(address) } };
            context.Request.Host = new HostString("localhost");
            world.Get<KeyUse>().Record(presented, context, KeyOperation.Push, "Contoso.Json", "1.0.0", KeyUseEntry.Ok);
        }
    }
}
