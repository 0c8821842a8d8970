using System.Data.Common;
using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Forms that have made a secret. The same form, sent again by a reload or by Back, is recognized and makes nothing.</summary>
internal static class KeyForms
{
    /// <summary>Does the work in one write unless the form was answered before, also when it arrives twice at the same moment.</summary>
    /// <param name="caller">Who must be allowed to make keys of the principal.</param>
    /// <param name="nonce">Null when no form is behind it: then the work is done every time.</param>
    /// <exception cref="UnauthorizedAccessException">The caller may not make keys of the principal.</exception>
    public static async Task<IssueAnswer?> OnceAsync(
        Database database, KeyCaller caller, long principalId, string? nonce, long now, Func<WriteTransaction, Task<IssueAnswer?>> work,
        CancellationToken cancellation)
    {
        try
        {
            return await database.WriteAsync(async write =>
            {
                await KeyRights.DemandAsync(write, caller, principalId, now);
                return await AnsweredAsync(write, principalId, nonce) is { } made ? IssueAnswer.Already(made) : await work(write);
            }, cancellation);
        }
        catch (DbException e) when (nonce is not null && database.IsUniqueViolation(e))
        {
            // A double click: the other request came first, and its row refused this one's.
            string? made = await database.ReadAsync(read => AnsweredAsync(read, principalId, nonce), cancellation);
            if (made is null)
            {
                throw;
            }

            return IssueAnswer.Already(made);
        }
    }

    /// <summary>The public id of the key that this form already made or regenerated; null for a fresh form or none.</summary>
    private static async Task<string?> AnsweredAsync(DbSession read, long principalId, string? nonce) => nonce is null ? null
        : await read.FirstOrDefaultAsync<string>(
            """
            SELECT k.public_id FROM api_key_forms f JOIN api_keys k ON k.id = f.key_id WHERE f.principal_id = @principalId AND f.nonce = @nonce
            """, new { principalId, nonce });

    /// <summary>Remembers the form's answer.</summary>
    public static async Task RememberAsync(WriteTransaction write, long principalId, string? nonce, long keyId, long now)
    {
        if (nonce is not null)
        {
            await write.ExecuteAsync("INSERT INTO api_key_forms (principal_id, nonce, key_id, made_at) VALUES (@principalId, @nonce, @keyId, @now)",
                new { principalId, nonce, keyId, now });
        }
    }

    /// <summary>The problem of a nonce that no form of ours has made; null when it is sound or absent.</summary>
    public static KeyProblem? Problem(string? nonce) =>
        nonce is null or { Length: >= 16 and <= 64 } ? null : KeyProblem.Of("", "ProblemForm");
}
