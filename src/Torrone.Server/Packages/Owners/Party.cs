using Torrone.Server.Data;

namespace Torrone.Server.Packages.Owners;

/// <summary>A person or organization.</summary>
internal sealed class Party
{
    private const string Columns = "SELECT p.id, p.public_id, p.name, p.kind FROM principals p LEFT JOIN users u ON u.principal_id = p.id";

    public long Id { get; init; }

    public string PublicId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>0 a person, 1 an organization.</summary>
    public long Kind { get; init; }

    /// <summary>By name, if it can own anything: neither locked nor deleted, and a person with a confirmed address.</summary>
    public static Task<Party?> FindAsync(DbSession read, string name) => read.FirstOrDefaultAsync<Party>(
        $"""
         {Columns} WHERE p.lower_name = @lower AND p.deleted_at IS NULL AND p.locked_at IS NULL AND (p.kind = 1 OR u.email_confirmed_at IS NOT NULL)
         """, new { lower = name.Trim().ToLowerInvariant() });

    public static async Task<Party> GetAsync(DbSession read, long id) =>
        await read.FirstOrDefaultAsync<Party>($"{Columns} WHERE p.id = @id", new { id }) ?? throw new InvalidDataException("A row names a principal that is not there.");

    /// <summary>The people behind it: itself, or the organization's administrators.</summary>
    public Task<List<long>> PeopleAsync(DbSession read) => Kind == 0 ? Task.FromResult<List<long>>([Id]) : read.QueryAsync<long>(
        "SELECT user_id FROM memberships WHERE organization_id = @Id AND ended_at IS NULL AND role = 'admin' ORDER BY user_id", new { Id });
}
