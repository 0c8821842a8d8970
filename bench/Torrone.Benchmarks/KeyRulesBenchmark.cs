using System.Net;
using BenchmarkDotNet.Attributes;
using Torrone.Server.ApiKeys;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;

namespace Torrone.Benchmarks;

/// <summary>The parts of one key check that ask no database: reading the text, its MAC, and the rules.</summary>
[MemoryDiagnoser]
public class KeyRulesBenchmark
{
    private readonly string _text = KeyText.Create(KeyText.Standing, "site").Reveal();
    private readonly KeyQuestion _question = new(KeyOperation.Push, 1, "Contoso.Data.Json", new PackageStanding(true, [20], null), 100)
    {
        LowerVersion = "1.2.3", Address = IPAddress.Parse("203.0.113.7"), SessionId = "session", Hash = new byte[64],
    };

    private KeyHash _hash = null!;
    private KeyText _key = null!;
    private PresentedKey _plain = null!;
    private PresentedKey _limited = null!;
    private PresentedKey _refused = null!;

    [GlobalSetup]
    public void Setup()
    {
        _hash = new KeyHash(MasterKey.Load(new TorroneSettings { MasterKey = Convert.ToBase64String(new byte[32]) }));
        if (!KeyText.TryParse(_text, out _key!, out _))
        {
            throw new InvalidOperationException("The key is meant to be a good one.");
        }

        _plain = Key([], [], null, Scope("push", "Contoso.*"));
        PresentedScope[] many = [.. Enumerable.Range(0, 49).Select(i => Scope("push", $"Fabrikam{i}.*")), Scope("push", "Contoso.*")];
        _limited = Key(["10.0.0.0/8", "203.0.113.0/24"], ["1.2.3"], Key([], [], null, many), many);
        _refused = Key([], [], null, Scope("push", "Fabrikam.*"));
    }

    [Benchmark]
    public bool Read() => KeyText.TryParse(_text, out _, out _);

    [Benchmark]
    public byte[] Mac() => _hash.Of(_key, _hash.Current);

    [Benchmark(Baseline = true)]
    public bool Allowed() => KeyEvaluation.Decide(_plain, _question).IsAllowed;

    /// <summary>Fifty patterns, two ranges, a version and a parent of the same size.</summary>
    [Benchmark]
    public bool AllowedWithEveryLimit() => KeyEvaluation.Decide(_limited, _question).IsAllowed;

    [Benchmark]
    public bool Refused() => KeyEvaluation.Decide(_refused, _question).IsAllowed;

    private static PresentedKey Key(string[] addresses, string[] versions, PresentedKey? parent, params PresentedScope[] scopes) => new()
    {
        PrincipalId = 10, PrincipalConfirmedAt = 1, TypeLetter = "p", ExpiresAt = 200, Addresses = addresses, Versions = versions,
        ParentId = parent is null ? null : 7, Parent = parent, Scopes = scopes,
    };

    private static PresentedScope Scope(string action, string glob) => new()
    {
        FeedId = 1, OwnerId = 20, MembershipId = 5, MembershipStands = 1, Action = action, SubjectKind = SubjectKinds.Glob, Subject = glob,
    };
}
