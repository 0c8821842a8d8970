using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Letters;

/// <summary>
/// What strangers ask to be written to an address. The request that asks does the same for every address, one insert; whether the address
/// has an account is looked up later, by <see cref="LetterWriter"/>, so that the answer's time tells nothing. The row is durable: a crash
/// loses no letter.
/// </summary>
internal sealed class LetterRequests(Database database, TimeProvider clock)
{
    /// <summary>A link that sets a new password.</summary>
    public const string Reset = "reset";

    /// <summary>The letter that confirms an address, once more.</summary>
    public const string Confirm = "confirm";

    /// <summary>Raised in this process once a request is durable.</summary>
    public event Action? Asked;

    /// <param name="email">Well-formed; anybody's.</param>
    /// <param name="site">What the link begins with.</param>
    public Task AskAsync(string kind, string email, string site) => database.WriteAsync(async write =>
    {
        await write.ExecuteAsync(
            "INSERT INTO letter_requests (kind, email, site, created_at) VALUES (@kind, @email, @site, @now)",
            new { kind, email = email.Trim(), site, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
        write.OnCommitted(() => Asked?.Invoke());
    });

    /// <summary>Takes the oldest request inside the transaction that answers it; null when there is none.</summary>
    public static Task<LetterRequest?> TakeAsync(WriteTransaction write) => write.FirstOrDefaultAsync<LetterRequest>(
        "DELETE FROM letter_requests WHERE id = (SELECT min(id) FROM letter_requests) RETURNING kind, email, site");
}
