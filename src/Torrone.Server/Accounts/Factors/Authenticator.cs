using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Torrone.Server.Audit;
using Torrone.Server.Secrets;

namespace Torrone.Server.Accounts.Factors;

/// <summary>Enrols an authenticator app and takes it away.</summary>
public sealed class Authenticator
{
    /// <summary>How long a seed waits for its first code.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromMinutes(30);

    private const string Purpose = "authenticator-enrolment";
    private readonly Sealer _sealer;
    private readonly AuthenticatorRows _rows;
    private readonly FactorChange _change;
    private readonly TimeProvider _clock;

    internal Authenticator(Sealer sealer, AuthenticatorRows rows, FactorChange change, TimeProvider clock)
    {
        _sealer = sealer;
        _rows = rows;
        _change = change;
        _clock = clock;
    }

    /// <summary>A fresh seed. Nothing is kept until its first code comes.</summary>
    /// <param name="site">The gallery's address: its host tells the app's entries apart.</param>
    public Enrolment Begin(SignedIn person, string site)
    {
        byte[] seed = RandomNumberGenerator.GetBytes(Totp.SeedLength);
        byte[] waiting = new byte[8 + seed.Length];
        BinaryPrimitives.WriteInt64BigEndian(waiting, Now());
        seed.CopyTo(waiting.AsSpan(8));
        return Shown(person, site, seed, Base64Url.EncodeToString(_sealer.Seal(Purpose, person.PublicId, waiting)));
    }

    /// <summary>The seed that a form brought back, to be shown again; null when it is too old or another's.</summary>
    public Enrolment? Again(SignedIn person, string site, string @sealed) =>
        Open(person, @sealed) is { } seed ? Shown(person, site, seed, @sealed) : null;

    /// <summary>Keeps the seed when the code is its own. Replaces an app that was enrolled before.</summary>
    /// <returns>Problems (field "Code", "Proof" or none), or nothing, and a fresh set of recovery codes for who had none.</returns>
    public async Task<FactorAnswer> ConfirmAsync(SignedIn person, string @sealed, string code, string site, Actor who)
    {
        if (Open(person, @sealed) is not { } seed)
        {
            return FactorAnswer.Refused("Code", "EnrolmentOver");
        }

        return Totp.Match(seed, GivenCode.Clean(code), Now(), 0) is { } step
            ? await _change.RunAsync(person, who, async (write, account) =>
            {
                await _rows.SetAsync(write, account, seed, step);
                return await _change.DoneAsync(write, account, who, "authenticator.added", "Factor.AppAdded", site);
            })
            : FactorAnswer.Refused("Code", "CodeWrong");
    }

    /// <summary>Takes the app away.</summary>
    public Task<FactorAnswer> RemoveAsync(SignedIn person, string site, Actor who) => _change.RunAsync(person, who, async (write, account) =>
        await AuthenticatorRows.ClearAsync(write, account.PrincipalId)
            ? await _change.DoneAsync(write, account, who, "authenticator.removed", "Factor.AppRemoved", site)
            : new FactorAnswer([]));

    private static Enrolment Shown(SignedIn person, string site, byte[] seed, string @sealed)
    {
        string secret = Totp.Text(seed);
        string issuer = Uri.EscapeDataString("Torrone " + new Uri(site).Authority);
        string address = $"otpauth://totp/{issuer}:{Uri.EscapeDataString(person.Name)}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits={Totp.Digits}&period={Totp.Period}";
        return new Enrolment(secret, address, @sealed);
    }

    private byte[]? Open(SignedIn person, string @sealed) =>
        @sealed.Length is > 0 and < 256 && Base64Url.IsValid(@sealed)
        && _sealer.Open(Purpose, person.PublicId, Base64Url.DecodeFromChars(@sealed)) is { Length: 8 + Totp.SeedLength } waiting
        && Now() - BinaryPrimitives.ReadInt64BigEndian(waiting) < (long)Waits.TotalMilliseconds
            ? waiting[8..]
            : null;

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();
}
