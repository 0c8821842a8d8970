using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Letters;
using Torrone.Server.Accounts.Outside;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Mail;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;
using Torrone.Server.Tests.Data;
using Torrone.Testing;
using Xunit;

namespace Torrone.Server.Tests.Accounts.Factors;

/// <summary>The rows of second factors on each engine.</summary>
public sealed class FactorContract(Engines engines)
{
    private const string Site = "http://localhost";
    private readonly SettableClock _clock = new();
    private readonly MasterKey _master = MasterKey.Load(new TorroneSettings { MasterKey = Convert.ToBase64String(new byte[32]) });

    private static CancellationToken Now => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_app_is_kept_and_each_code_of_it_taken_once(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Account ada = await AddAsync(database, "ada");
        AuthenticatorRows rows = new(new Sealer(_master), _clock);
        byte[] seed = [.. Enumerable.Range(1, 20).Select(i => (byte)i)];
        AuthenticatorApp app = new(Totp.Text(seed));
        await database.WriteAsync(write => rows.SetAsync(write, ada, seed, 0), Now);
        string code = app.At(_clock.GetUtcNow().ToUnixTimeSeconds());
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.WriteAsync(w => rows.TakeAsync(w, ada.PrincipalId, code), Now)));
        Assert.Single(taken, t => t);
        ProofWays ways = await database.ReadAsync(read => FactorRows.WaysAsync(read, ada.PrincipalId), Now);
        Assert.Equal((true, true, 0L, ProofStrength.Factor), (ways.HasAuthenticator, ways.HasSecondFactor, ways.Passkeys, ways.Required));

        // Another's row does not open with it.
        Account bob = await AddAsync(database, "bob");
        await database.WriteAsync(w => w.ExecuteAsync(
            "UPDATE users SET authenticator_secret = (SELECT authenticator_secret FROM users WHERE principal_id = @ada) WHERE principal_id = @bob",
            new { ada = ada.PrincipalId, bob = bob.PrincipalId }), Now);
        Assert.False(await database.WriteAsync(w => rows.TakeAsync(w, bob.PrincipalId, code), Now));
        Assert.True(await database.WriteAsync(w => AuthenticatorRows.ClearAsync(w, ada.PrincipalId), Now));
        Assert.False(await database.WriteAsync(w => AuthenticatorRows.ClearAsync(w, ada.PrincipalId), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task Recovery_codes_work_once_and_for_their_holder_alone(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Account ada = await AddAsync(database, "ada");
        Account bob = await AddAsync(database, "bob");
        RecoveryCodeRows rows = new(_master, _clock);
        IReadOnlyList<string> codes = await database.WriteAsync(w => rows.RenewAsync(w, ada.PrincipalId), Now);
        string code = GivenCode.Clean(codes[0]);
        Assert.False(await database.WriteAsync(w => rows.TakeAsync(w, bob.PrincipalId, code), Now));
        bool[] taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.WriteAsync(w => rows.TakeAsync(w, ada.PrincipalId, code), Now)));
        Assert.Single(taken, t => t);
        Assert.Equal(9, await database.ReadAsync(read => RecoveryCodeRows.LeftAsync(read, ada.PrincipalId), Now));
        Assert.Equal([32], (await database.ReadAsync(read => read.QueryAsync<byte[]>("SELECT code_hash FROM recovery_codes"), Now)).Select(h => h.Length).Distinct());
        await database.WriteAsync(w => rows.RenewAsync(w, ada.PrincipalId), Now);
        Assert.False(await database.WriteAsync(w => rows.TakeAsync(w, ada.PrincipalId, GivenCode.Clean(codes[1])), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task The_tenth_wrong_code_pauses_and_is_mailed(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Account ada = await AddAsync(database, "ada");
        RecoveryCodeRows recovery = new(_master, _clock);
        Outbox outbox = new(_clock);
        FactorCheck check = new(database, new AuthenticatorRows(new Sealer(_master), _clock), recovery, new AuditLog(_clock),
            new FactorLetters(new SecurityMail(outbox)), _clock);
        IReadOnlyList<string> codes = await database.WriteAsync(w => recovery.RenewAsync(w, ada.PrincipalId), Now);
        AccountRecord record = (await database.ReadAsync(read => AccountRows.FindAsync(read, ada.PrincipalId), Now))!;
        Task<bool> TryAsync(string code) => check.IsRightAsync(record, new GivenProof(Code: code), Site, Actor.CommandLine);
        for (int i = 0; i < 9; i++)
        {
            Assert.False(await TryAsync("123456"));
        }

        Assert.True(await TryAsync(codes[0]));
        for (int i = 0; i < 10; i++)
        {
            Assert.False(await TryAsync("wrong-wrong"));
        }

        Assert.False(await TryAsync(codes[1]));
        _clock.Back = -AccountsSetup.Pause - TimeSpan.FromSeconds(1);
        Assert.True(await TryAsync(codes[1]));
        Assert.Equal(["A recovery code of ada was used", "Somebody is guessing the second factor of ada", "A recovery code of ada was used"],
            await database.ReadAsync(read => read.QueryAsync<string>("SELECT subject FROM mail_outbox ORDER BY id"), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task A_passkey_is_kept_used_renamed_and_removed(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Account ada = await AddAsync(database, "ada");
        Account bob = await AddAsync(database, "bob");
        UserPasskeyInfo passkey = new([1, 2, 3], [4, 5], DateTimeOffset.FromUnixTimeMilliseconds(7), 9, ["internal"], true, true, false, [6], [7]);
        Assert.True(await database.WriteAsync(w => PasskeyRows.AddAsync(w, ada.PrincipalId, passkey, "phone", 7), Now));
        Assert.False(await database.WriteAsync(w => PasskeyRows.AddAsync(w, bob.PrincipalId, passkey, "stolen", 8), Now));
        passkey.SignCount = 10;
        Assert.True(await database.WriteAsync(w => PasskeyRows.UsedAsync(w, passkey, 11), Now));
        Assert.False(await database.WriteAsync(w => PasskeyRows.RenameAsync(w, bob.PrincipalId, passkey.CredentialId, "mine"), Now));
        Assert.True(await database.WriteAsync(w => PasskeyRows.RenameAsync(w, ada.PrincipalId, passkey.CredentialId, "tablet"), Now));
        PasskeyRow row = Assert.Single(await database.ReadAsync(read => PasskeyRows.OfAsync(read, ada.PrincipalId), Now));
        UserPasskeyInfo kept = PasskeyRows.Read(row);
        Assert.Equal(("tablet", 7L, 11L, 10u), (row.Name, row.CreatedAt, row.LastUsedAt!.Value, kept.SignCount));
        Assert.Equal(passkey.PublicKey, kept.PublicKey);
        Assert.Equal("internal", Assert.Single(kept.Transports!));
        Assert.Equal((true, true, false), (kept.IsUserVerified, kept.IsBackupEligible, kept.IsBackedUp));
        Assert.False(await database.WriteAsync(w => PasskeyRows.RemoveAsync(w, bob.PrincipalId, passkey.CredentialId), Now));
        Assert.True(await database.WriteAsync(w => PasskeyRows.RemoveAsync(w, ada.PrincipalId, passkey.CredentialId), Now));
        Assert.False(await database.WriteAsync(w => PasskeyRows.UsedAsync(w, passkey, 12), Now));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task The_answer_of_a_passkey_is_for_its_purpose_its_place_and_one_use(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        PasskeyStates states = new(new Sealer(_master), _clock);
        string state = states.Seal(PasskeyPurpose.Proof, "session-1", "challenge");
        Assert.Equal("challenge", states.Open(PasskeyPurpose.Proof, "session-1", state));
        Assert.Null(states.Open(PasskeyPurpose.Proof, "session-2", state));
        Assert.Null(states.Open(PasskeyPurpose.SignIn, "session-1", state));
        Assert.Null(states.Open(PasskeyPurpose.Proof, "session-1", state[..^2]));
        bool[] spent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => database.WriteAsync(w => states.SpendAsync(w, state), Now)));
        Assert.Single(spent, s => s);
        _clock.Back = TimeSpan.FromMinutes(-11);
        Assert.Null(states.Open(PasskeyPurpose.Proof, "session-1", state));
    }

    [Theory, MemberData(nameof(Engines.Names), MemberType = typeof(Engines))]
    public async Task An_outside_identity_belongs_to_one_account(string engine)
    {
        await using Database database = await engines.NewAsync(engine);
        Account ada = await AddAsync(database, "ada");
        Account bob = await AddAsync(database, "bob");
        OutsideIdentity identity = new("contoso", "https://login.example", "subject", "Ada", []);
        bool[] linked = await Task.WhenAll(
            database.WriteAsync(w => OutsideRows.LinkAsync(w, ada.PrincipalId, identity, 1), Now),
            database.WriteAsync(w => OutsideRows.LinkAsync(w, bob.PrincipalId, identity, 1), Now));
        Assert.Single(linked, l => l);
        long? whose = await database.ReadAsync(read => OutsideRows.WhoseAsync(read, identity), Now);
        Assert.Equal(linked[0] ? ada.PrincipalId : bob.PrincipalId, whose);
        Assert.Null(await database.ReadAsync(read => OutsideRows.WhoseAsync(read, identity with { Issuer = "https://other.example" }), Now));
        Assert.True(await database.WriteAsync(w => OutsideRows.UnlinkAsync(w, whose!.Value, identity.Issuer, identity.Subject), Now));
        Assert.Null(await database.ReadAsync(read => OutsideRows.WhoseAsync(read, identity), Now));
    }

    private static async Task<Account> AddAsync(Database database, string name)
    {
        using AccountStore store = new(database, TimeProvider.System, new IdentityErrorDescriber());
        AccountRecord record = new() { Name = name, Email = $"{name}@example.test", PasswordHash = "hash", SecurityStamp = "stamp", EmailConfirmedAt = 1 };
        await store.CreateAsync(record, Now);
        return (await database.ReadAsync(read => AccountDirectory.FindAsync(read, record.PrincipalId), Now))!;
    }
}
