using Microsoft.Extensions.Logging.Abstractions;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Log;
using Torrone.Server.Mail;
using Torrone.Server.Packages.Push;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Server.Tests.Data;
using Torrone.Storage;
using Torrone.Testing;
using Torrone.Testing.Packages;
using Xunit;

namespace Torrone.Server.Tests.Packages;

public sealed class StagedUploadTests(Engines engines)
{
    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Bytes_that_the_sweeper_took_meanwhile_are_put_again(string engine)
    {
        CancellationToken now = TestContext.Current.CancellationToken;
        await using Database database = await engines.NewAsync(engine);
        using TemporaryFolder folder = new();
        SweptStore blobs = new(new FileBlobStore(folder.Under("blobs")));
        TorroneSettings settings = new();
        EventLog log = new(database, TimeProvider.System);
        using LogTail tail = new(log, database, [], NullLogger<LogTail>.Instance);
        KeyLetters letters = new(new Outbox(TimeProvider.System), TimeProvider.System);
        AuditLog audit = new(TimeProvider.System);
        EndLeakedKeys leaked = new(new KeyLookup(database, new KeyHash(MasterKey.Load(new TorroneSettings { Data = folder.Path }))), new SiteTag(database),
            new EndKey(database, letters, audit, TimeProvider.System));
        InspectPackage inspect = new(settings, leaked, TimeProvider.System);
        PushPackage push = new(database, blobs, log, tail, new KeyToll(new FreezeKey(settings, letters, audit, TimeProvider.System)), inspect,
            new LookAlikeIds(database, settings, TimeProvider.System), settings, TimeProvider.System);
        StagedUploads uploads = new(database, blobs, push, inspect, settings, TimeProvider.System);
        await database.WriteAsync(async w =>
        {
            await w.ExecuteAsync("INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES ('p', 0, 'P', 'p', 0)");
            await w.ExecuteAsync("INSERT INTO users (principal_id, email, lower_email, security_stamp) SELECT id, 'e', 'e', 's' FROM principals");
        }, now);
        long personId = await database.ReadAsync(r => r.ScalarAsync<long>("SELECT principal_id FROM users"), now);

        Pusher person = new(new Actor(null, null), personId);
        byte[] package = new PackageBuilder().Build();
        await uploads.StageAsync(new MemoryStream(package), "Sample.nupkg", person, now);
        Assert.Equal(1, blobs.Written);
        StagedUpload staged = await uploads.StageAsync(new MemoryStream(package), "Sample.nupkg", person, now);

        Assert.Equal(2, blobs.Written);
        Assert.Equal("Sample.Package", (await uploads.FindAsync(staged.PublicId!, person, now))?.Inspection.Manifest?.Id);
    }
}
