using BenchmarkDotNet.Attributes;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Testing;

namespace Torrone.Benchmarks;

/// <summary>One whole key check, from the header's text to the decision, on an SQLite file with so many keys.</summary>
[MemoryDiagnoser]
public class KeyCheckBenchmark
{
    private readonly TemporaryFolder _folder = new();
    private readonly KeyQuestion _question = new(KeyOperation.Push, 1, "Contoso.Json", new PackageStanding(true, [1], null), 100);
    private readonly string _known = KeyText.Create(KeyText.Standing, "site").Reveal();
    private readonly string _unknown = KeyText.Create(KeyText.Standing, "site").Reveal();
    private Database _database = null!;
    private KeyLookup _lookup = null!;

    [Params(1, 1_000, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _database = new Database(new SqliteEngine(_folder.Under($"keys-{Keys}.db")));
        await Migrations.ApplyAsync(_database);
        KeyHash hash = new(MasterKey.Load(new TorroneSettings { MasterKey = Convert.ToBase64String(new byte[32]) }));
        _lookup = new KeyLookup(_database, hash);
        await _database.WriteAsync(async write =>
        {
            await write.ExecuteAsync("INSERT INTO feeds (public_id, name, lower_name, created_at) VALUES ('f', 'main', 'main', 0)");
            await write.ExecuteAsync("INSERT INTO principals (public_id, kind, name, lower_name, created_at) VALUES ('p', 0, 'P', 'p', 0)");
            await write.ExecuteAsync("INSERT INTO users (principal_id, email, lower_email, email_confirmed_at, security_stamp) VALUES (1, 'e', 'e', 1, 's')");
            await write.ExecuteAsync(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @Keys)
                INSERT INTO api_keys (public_id, type_letter, principal_id, creator_id, name, created_at, expires_at, lifetime_days)
                SELECT 'k' || i, 'p', 1, 1, 'Key', 0, 1000, 90 FROM n
                """, new { Keys });
            await write.ExecuteAsync(
                """
                INSERT INTO api_key_secrets (key_id, hash, pepper_version, hint, created_at)
                SELECT id, CASE WHEN id = 1 THEN @mac ELSE randomblob(32) END, @version, 'aaaa', 0 FROM api_keys
                """, new { mac = hash.Of(Text(_known), hash.Current), version = hash.Current });
            await write.ExecuteAsync(
                """
                INSERT INTO api_key_scopes (key_id, feed_id, owner_id, action, subject_kind, subject)
                SELECT id, 1, 1, 'push', 'glob', 'Contoso.*' FROM api_keys
                """);
        });
    }

    [GlobalCleanup]
    public async Task CleanUpAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Benchmark(Baseline = true)]
    public async Task<bool> Known() => KeyEvaluation.Decide((await _lookup.FindAsync(Text(_known)))!, _question).IsAllowed;

    [Benchmark]
    public async Task<bool> Unknown() => await _lookup.FindAsync(Text(_unknown)) is null;

    private static KeyText Text(string text) => KeyText.TryParse(text, out KeyText? key, out _) ? key : throw new InvalidOperationException("No key.");
}
