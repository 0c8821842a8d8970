using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Finds people. Deleted people and organizations are not found. Thread-safe.</summary>
public sealed class AccountDirectory(Database database)
{
    private const string Columns =
        """
        SELECT p.id AS principal_id, p.public_id, p.name, u.email, p.created_at, u.email_confirmed_at, p.locked_at, u.is_admin,
            CASE WHEN u.password_hash IS NULL THEN 0 ELSE 1 END AS has_password
        FROM principals p JOIN users u ON u.principal_id = p.id
        WHERE p.deleted_at IS NULL AND p.kind = 0
        """;

    /// <summary>By the row's number; null when there is nobody.</summary>
    public Task<Account?> FindAsync(long principalId, CancellationToken cancellation = default) =>
        database.ReadAsync(read => FindAsync(read, principalId), cancellation);

    /// <summary>By the name, in any case; null when there is nobody.</summary>
    public Task<Account?> FindByNameAsync(string name, CancellationToken cancellation = default) =>
        database.ReadAsync(read => FindByNameAsync(read, name), cancellation);

    /// <summary>The name that the person or organization who had this one before has now; null when nobody had it or they are gone.</summary>
    public Task<string?> FindCurrentNameAsync(string formerName, CancellationToken cancellation = default) =>
        database.ReadAsync(read => Names.PrincipalNames.FindCurrentAsync(read, formerName), cancellation);

    /// <inheritdoc cref="FindAsync(long, CancellationToken)"/>
    public static Task<Account?> FindAsync(DbSession read, long principalId) =>
        read.FirstOrDefaultAsync<Account>($"{Columns} AND p.id = @principalId", new { principalId });

    /// <inheritdoc cref="FindByNameAsync(string, CancellationToken)"/>
    public static Task<Account?> FindByNameAsync(DbSession read, string name) =>
        read.FirstOrDefaultAsync<Account>($"{Columns} AND p.lower_name = @lower", new { lower = name.Trim().ToLowerInvariant() });

    /// <summary>By the address that letters go to, in any case; null when there is nobody.</summary>
    public static Task<Account?> FindByEmailAsync(DbSession read, string email) =>
        read.FirstOrDefaultAsync<Account>($"{Columns} AND u.lower_email = @lower", new { lower = email.Trim().ToLowerInvariant() });

    /// <summary>By the opaque id; null when there is nobody.</summary>
    public static Task<Account?> FindByPublicIdAsync(DbSession read, string publicId) =>
        read.FirstOrDefaultAsync<Account>($"{Columns} AND p.public_id = @publicId", new { publicId });

    /// <summary>
    /// People whose name or address holds the text, those who wait for confirmation first, then by name. An empty text finds everybody.
    /// </summary>
    public Task<List<Account>> SearchAsync(string text, int most, CancellationToken cancellation = default) => database.ReadAsync(
        read => read.QueryAsync<Account>(
            $"""
             {Columns} AND (p.lower_name LIKE @pattern ESCAPE '!' OR u.lower_email LIKE @pattern ESCAPE '!')
             ORDER BY CASE WHEN u.email_confirmed_at IS NULL THEN 0 ELSE 1 END, p.lower_name LIMIT @most
             """, new { pattern = "%" + Escape(text.Trim().ToLowerInvariant()) + "%", most }), cancellation);

    internal static string Escape(string text) => text
        .Replace("!", "!!", StringComparison.Ordinal)
        .Replace("%", "!%", StringComparison.Ordinal)
        .Replace("_", "!_", StringComparison.Ordinal);
}
