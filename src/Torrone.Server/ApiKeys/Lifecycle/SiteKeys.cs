using Torrone.Server.Accounts;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>
/// Keys of the whole gallery, for administrators: somebody found a key, or a part of one, and it has to be stopped whoever's it is.
/// Each act asks whether the person is an administrator: the row of the session, read for this request.
/// </summary>
public sealed class SiteKeys(Database database, KeyHash hash, SiteTag site, EndKey end, TimeProvider clock)
{
    /// <summary>The most keys of one answer.</summary>
    public const int Most = 50;

    private const int LongestText = 256;

    // trp_, the site's tag, four random characters.
    private const int TagAt = 4;
    private const int TagLength = 4;
    private const int HintLength = 4;

    /// <summary>
    /// The keys that a text is, names or begins: a whole key, its first characters as a list shows them (with or without what follows),
    /// the 64 hexadecimal digits of its hash in the database, its public id, or a part of its name or of its holder's. Newest first.
    /// </summary>
    /// <param name="text">Whatever was found; never kept or logged.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<KeyDetails>> FindAsync(SignedIn person, string text, CancellationToken cancellation = default)
    {
        Require(person);
        string wanted = text.Trim().TrimEnd('\u2026', '.', '*');
        if (wanted.Length is 0 or > LongestText)
        {
            return Task.FromResult<List<KeyDetails>>([]);
        }

        (string where, object values) = Condition(wanted);
        return database.ReadAsync(read => KeyReader.ListSomeAsync(read, where, values), cancellation);
    }

    /// <summary>Revokes a key, whoever's it is, with all that it made; its holder is told. False when there is none, or it was revoked before.</summary>
    /// <param name="reason">For the holder and the audit log.</param>
    /// <param name="address">The gallery's address for the letter, without a slash at its end.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<bool> RevokeAsync(SignedIn person, string publicId, string reason, string address, Actor actor, CancellationToken cancellation = default)
    {
        Require(person);
        return database.WriteAsync(
            async write => (await KeyReader.ListSomeAsync(write, "x.public_id = @publicId", new { publicId })).FirstOrDefault() is { } key
                && await end.RevokeAsync(write, actor, key, reason, address, clock.GetUtcNow().ToUnixTimeMilliseconds()), cancellation);
    }

    private (string Where, object Values) Condition(string wanted)
    {
        if (KeyText.TryParse(wanted, out KeyText? whole, out _))
        {
            return (BySecret("s.hash IN @hashes"), new { hashes = hash.Versions.Select(v => hash.Of(whole, v)).ToList() });
        }

        if (wanted.Length == 64 && wanted.All(char.IsAsciiHexDigit))
        {
            return (BySecret("s.hash = @mac"), new { mac = Convert.FromHexString(wanted) });
        }

        if (wanted.Length > TagAt && wanted.StartsWith("tr", StringComparison.Ordinal) && wanted[TagAt - 1] == '_')
        {
            return Beginning(wanted);
        }

        return ("""
            (x.public_id = @wanted OR lower(x.name) LIKE @like ESCAPE '!'
                OR EXISTS (SELECT 1 FROM principals h WHERE h.id = x.principal_id AND h.lower_name LIKE @like ESCAPE '!'))
            """, new { wanted, like = "%" + Escape(wanted.ToLowerInvariant()) + "%" });
    }

    // Of what comes after the hint nothing is kept that it could be compared with.
    private (string Where, object Values) Beginning(string wanted)
    {
        string tag = wanted[TagAt..Math.Min(wanted.Length, TagAt + TagLength)];
        string hint = wanted.Length > TagAt + TagLength ? wanted[(TagAt + TagLength)..Math.Min(wanted.Length, TagAt + TagLength + HintLength)] : "";
        return site.Value.StartsWith(tag, StringComparison.Ordinal)
            ? ("x.type_letter = @letter AND " + BySecret("substr(s.hint, 1, @length) = @hint"), new { letter = wanted[2..3], hint, length = hint.Length })
            : ("1 = 0", new { });
    }

    private static string BySecret(string condition) => $"EXISTS (SELECT 1 FROM api_key_secrets s WHERE s.key_id = x.id AND {condition})";

    private static string Escape(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);

    private static void Require(SignedIn person)
    {
        if (!person.IsAdmin)
        {
            throw new NotAdministratorException();
        }
    }
}
