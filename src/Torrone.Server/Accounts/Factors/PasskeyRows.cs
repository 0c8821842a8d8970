using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts.Factors;

/// <summary>Passkeys as rows: the credential's id, a name, and what the framework wants to know of it again. None of it is secret.</summary>
internal static class PasskeyRows
{
    private const string Columns = "SELECT credential_id, user_id, name, data, created_at, last_used_at FROM passkeys";

    /// <summary>A person's passkeys, the oldest first.</summary>
    public static Task<List<PasskeyRow>> OfAsync(DbSession read, long userId) =>
        read.QueryAsync<PasskeyRow>($"{Columns} WHERE user_id = @userId ORDER BY created_at, name", new { userId });

    public static Task<PasskeyRow?> FindAsync(DbSession read, byte[] credentialId) =>
        read.FirstOrDefaultAsync<PasskeyRow>($"{Columns} WHERE credential_id = @credentialId", new { credentialId });

    /// <summary>Adds it; false when the credential is somebody's already.</summary>
    public static async Task<bool> AddAsync(WriteTransaction write, long userId, UserPasskeyInfo passkey, string name, long now) => await write.ExecuteAsync(
        """
        INSERT INTO passkeys (credential_id, user_id, name, data, created_at) VALUES (@CredentialId, @userId, @name, @data, @now)
        ON CONFLICT (credential_id) DO NOTHING
        """, new { passkey.CredentialId, userId, name, data = Write(passkey), now }) == 1;

    /// <summary>Notes a use: the signature counter and the time. False when it was removed meanwhile.</summary>
    public static async Task<bool> UsedAsync(WriteTransaction write, UserPasskeyInfo passkey, long now) => await write.ExecuteAsync(
        "UPDATE passkeys SET data = @data, last_used_at = @now WHERE credential_id = @CredentialId",
        new { data = Write(passkey), now, passkey.CredentialId }) == 1;

    public static async Task<bool> RenameAsync(WriteTransaction write, long userId, byte[] credentialId, string name) => await write.ExecuteAsync(
        "UPDATE passkeys SET name = @name WHERE user_id = @userId AND credential_id = @credentialId", new { name, userId, credentialId }) == 1;

    public static async Task<bool> RemoveAsync(WriteTransaction write, long userId, byte[] credentialId) => await write.ExecuteAsync(
        "DELETE FROM passkeys WHERE user_id = @userId AND credential_id = @credentialId", new { userId, credentialId }) == 1;

    /// <summary>As the framework wants it.</summary>
    public static UserPasskeyInfo Read(PasskeyRow row)
    {
        Kept kept = JsonSerializer.Deserialize<Kept>(row.Data) ?? throw new InvalidOperationException("A passkey's row is empty.");
        return new UserPasskeyInfo(row.CredentialId, kept.PublicKey, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), kept.SignCount,
            kept.Transports, kept.IsUserVerified, kept.IsBackupEligible, kept.IsBackedUp, [], [])
        {
            Name = row.Name,
        };
    }

    // The attestation is not kept: it is asked for from nobody, and would only tell which device a person has.
    private static string Write(UserPasskeyInfo passkey) => JsonSerializer.Serialize(new Kept(
        passkey.PublicKey, passkey.SignCount, passkey.Transports, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp));

    private sealed record Kept(byte[] PublicKey, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp);
}
