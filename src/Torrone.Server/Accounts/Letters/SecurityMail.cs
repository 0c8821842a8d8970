using Torrone.Server.Data;
using Torrone.Server.Mail;

namespace Torrone.Server.Accounts.Letters;

/// <summary>Tells a person what became of the account, in their language, in the transaction in which it did. For every room above.</summary>
public sealed class SecurityMail(Outbox outbox)
{
    /// <summary>Queues a letter to the person's address; nothing for who is deleted or no person. Never put a secret into it.</summary>
    /// <param name="compose">Makes the letter from the user name; called once, under the reader's language.</param>
    public async Task SendAsync(WriteTransaction write, long personId, Func<string, Letter> compose)
    {
        if (await FindAsync(write, personId) is { } to)
        {
            await SendAsync(write, to.Email, to.Language, () => compose(to.Name));
        }
    }

    /// <summary>As above, to an address that is not the account's (any more).</summary>
    internal Task SendAsync(WriteTransaction write, string address, string? language, Func<Letter> compose) =>
        outbox.EnqueueAsync(write, ReaderLanguage.In(language, () => compose().To(address)));

    internal static Task<Reader?> FindAsync(DbSession read, long personId) => read.FirstOrDefaultAsync<Reader>(
        "SELECT u.email, u.language, p.name FROM users u JOIN principals p ON p.id = u.principal_id WHERE p.id = @personId AND p.deleted_at IS NULL",
        new { personId });

    internal sealed class Reader
    {
        public string Email { get; init; } = "";

        public string? Language { get; init; }

        public string Name { get; init; } = "";
    }
}
