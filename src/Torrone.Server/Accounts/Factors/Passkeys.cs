using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>A person's passkeys: add, name, remove.</summary>
public sealed class Passkeys
{
    /// <summary>The most that one account may have.</summary>
    public const int Most = 20;

    /// <summary>The characters of a name.</summary>
    public const int LongestName = 64;

    private readonly Database _database;
    private readonly IPasskeyHandler<AccountRecord> _handler;
    private readonly IHttpContextAccessor _http;
    private readonly PasskeyStates _states;
    private readonly PasskeyPlace _place;
    private readonly FactorChange _change;
    private readonly TimeProvider _clock;

    internal Passkeys(Database database, IPasskeyHandler<AccountRecord> handler, IHttpContextAccessor http, PasskeyStates states, PasskeyPlace place,
        FactorChange change, TimeProvider clock)
    {
        _database = database;
        _handler = handler;
        _http = http;
        _states = states;
        _place = place;
        _change = change;
        _clock = clock;
    }

    /// <summary>The person's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(SignedIn person) =>
        [.. (await _database.ReadAsync(read => PasskeyRows.OfAsync(read, person.PrincipalId)))
            .Select(r => new Passkey(Base64Url.EncodeToString(r.CredentialId), r.Name, r.CreatedAt, r.LastUsedAt))];

    /// <summary>What a browser needs to make a new passkey.</summary>
    public async Task<PasskeyChallenge> AskAsync(SignedIn person)
    {
        PasskeyUserEntity entity = new() { Id = person.PublicId, Name = person.Name, DisplayName = person.Name };
        PasskeyCreationOptionsResult asked = await _handler.MakeCreationOptionsAsync(entity, Context);
        return new PasskeyChallenge(asked.CreationOptionsJson, _states.Seal(PasskeyPurpose.Register, person.SessionPublicId, asked.AttestationState));
    }

    /// <summary>Adds the passkey that the browser made.</summary>
    /// <returns>Problems (field "Name", "Proof" or none), or nothing, and a fresh set of recovery codes for who had none.</returns>
    public async Task<FactorAnswer> AddAsync(SignedIn person, string name, string credential, string state, string site, Actor who)
    {
        if (Problem(name) is { } problem)
        {
            return problem;
        }

        if (!_place.IsGood(Context.Request) || credential.Length is 0 or > 64 * 1024 || _states.Open(PasskeyPurpose.Register, person.SessionPublicId, state) is not { } open)
        {
            return FactorAnswer.Refused("", "PasskeyNotMade");
        }

        PasskeyAttestationResult made = await _handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = Context, CredentialJson = credential, AttestationState = open,
        });
        return !made.Succeeded || made.UserEntity.Id != person.PublicId
            ? FactorAnswer.Refused("", "PasskeyNotMade")
            : await _change.RunAsync(person, who, async (write, account) =>
            {
                if (await write.ScalarAsync<long>("SELECT count(*) FROM passkeys WHERE user_id = @PrincipalId", new { account.PrincipalId }) >= Most)
                {
                    return FactorAnswer.Refused("", "PasskeysTooMany");
                }

                return await _states.SpendAsync(write, state)
                    && await PasskeyRows.AddAsync(write, account.PrincipalId, made.Passkey, Clean(name), _clock.GetUtcNow().ToUnixTimeMilliseconds())
                        ? await _change.DoneAsync(write, account, who, "passkey.added", "Factor.PasskeyAdded", site, Clean(name))
                        : FactorAnswer.Refused("", "PasskeyNotMade");
            });
    }

    /// <summary>Gives it another name. Null when the person has no such passkey.</summary>
    public async Task<FactorAnswer?> RenameAsync(SignedIn person, string id, string name)
    {
        byte[]? credential = Credential(id);
        return credential is null ? null
            : Problem(name) is { } problem ? problem
            : await _database.WriteAsync(write => PasskeyRows.RenameAsync(write, person.PrincipalId, credential, Clean(name))) ? new FactorAnswer([]) : null;
    }

    /// <summary>Removes it. Refused when it is the last way to sign in. Null when the person has no such passkey.</summary>
    public async Task<FactorAnswer?> RemoveAsync(SignedIn person, string id, string site, Actor who)
    {
        if (Credential(id) is not { } credential || await _database.ReadAsync(read => PasskeyRows.FindAsync(read, credential)) is not { } row
            || row.UserId != person.PrincipalId)
        {
            return null;
        }

        return await _change.RunAsync(person, who, async (write, account) =>
        {
            ProofWays ways = await FactorRows.WaysAsync(write, account.PrincipalId);
            if (ways is { Passkeys: 1, HasPassword: false, Providers.Count: 0 })
            {
                return FactorAnswer.Refused("", "LastMethod");
            }

            return await PasskeyRows.RemoveAsync(write, account.PrincipalId, credential)
                ? await _change.DoneAsync(write, account, who, "passkey.removed", "Factor.PasskeyRemoved", site, row.Name)
                : new FactorAnswer([]);
        });
    }

    private static FactorAnswer? Problem(string name) => Clean(name).Length switch
    {
        0 => FactorAnswer.Refused("Name", "PasskeyNameMissing"),
        > LongestName => FactorAnswer.Refused("Name", "PasskeyNameTooLong"),
        _ => null,
    };

    // In letters the name stands in the subject: one line, nothing that cannot be seen.
    private static string Clean(string name) => string.Concat(name.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c)
        is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator))).Trim();

    private static byte[]? Credential(string id) => id.Length is > 0 and <= 2048 && Base64Url.IsValid(id) ? Base64Url.DecodeFromChars(id) : null;

    private HttpContext Context => _http.HttpContext ?? throw new InvalidOperationException("There is no request.");
}
