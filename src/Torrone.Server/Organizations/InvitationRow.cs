using Torrone.Server.Data;

namespace Torrone.Server.Organizations;

/// <summary>An invitation to an organization as the operations read it.</summary>
internal sealed class InvitationRow
{
    public long Id { get; init; }

    public string PublicId { get; init; } = "";

    public long OrganizationId { get; init; }

    /// <summary>Null when an address was invited.</summary>
    public long? UserId { get; init; }

    public string? Email { get; init; }

    public string Role { get; init; } = "";

    public long InvitedBy { get; init; }

    public long ExpiresAt { get; init; }

    /// <summary>How the audit log names who was invited.</summary>
    public async Task<string> TargetAsync(DbSession read) => UserId is { } user
        ? await read.ScalarAsync<string>("SELECT public_id FROM principals WHERE id = @user", new { user }) ?? ""
        : Email ?? "";
}
