using Torrone.Server.Data;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Verification keys, as nuget.org's create-verification-key and verifykey have them: a symbol server that gets one may ask, once, whether
/// its bearer may push an id, without ever seeing the API key. They allow nothing else, and are over with the secret that asked for them.
/// </summary>
public sealed class VerificationKeys(Database database, KeyHash hash, SiteTag site, TimeProvider clock)
{
    /// <summary>One day in milliseconds, as at nuget.org; less when the API key ends before.</summary>
    public const long Life = KeyWarnings.Day;

    /// <summary>Makes one for an id that the key may push; the caller has asked that.</summary>
    /// <param name="lowerVersion">Null for every version of the id.</param>
    /// <returns>The secret, this once, and its end in UTC Unix milliseconds.</returns>
    public async Task<(KeyText Key, long ExpiresAt)> CreateAsync(
        PresentedKey key, string packageId, string? lowerVersion, CancellationToken cancellation = default)
    {
        KeyText text = KeyText.Create(KeyText.ShortLived, site.Value);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        long expiresAt = Math.Min(now + Life, Math.Min(key.ExpiresAt, key.SecretEndsAt ?? long.MaxValue));
        await database.WriteAsync(async write =>
        {
            await write.ExecuteAsync("DELETE FROM verification_keys WHERE expires_at <= @now", new { now });
            await write.ExecuteAsync(
                """
                INSERT INTO verification_keys (hash, pepper_version, secret_id, package_id, lower_version, expires_at)
                VALUES (@mac, @version, @SecretId, @packageId, @lowerVersion, @expiresAt)
                """, new { mac = hash.Of(text, hash.Current), version = hash.Current, key.SecretId, packageId, lowerVersion, expiresAt });
        }, cancellation);
        return (text, expiresAt);
    }

    /// <summary>
    /// Uses a verification key up: whose API key is behind it, or why that says nothing. Null when there is no such verification key. Of
    /// two at the same moment one finds it.
    /// </summary>
    /// <param name="lowerVersion">The version that is asked about; null when only the id is.</param>
    internal Task<KeyAnswer?> TakeAsync(
        KeyText text, string packageId, string? lowerVersion, CancellationToken cancellation) =>
        database.WriteAsync(async write =>
        {
            long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (int pepper in hash.Versions)
            {
                Row? row = await write.FirstOrDefaultAsync<Row>(
                    "DELETE FROM verification_keys WHERE hash = @mac AND pepper_version = @pepper RETURNING secret_id, package_id, lower_version, expires_at",
                    new { mac = hash.Of(text, pepper), pepper });
                if (row is not null)
                {
                    return await AnswerAsync(write, row, packageId, lowerVersion, now);
                }
            }

            return null;
        }, cancellation);

    private static async Task<KeyAnswer?> AnswerAsync(
        DbSession read, Row row, string packageId, string? lowerVersion, long now)
    {
        PresentedKey? key = await KeyLookup.CurrentAsync(read, new PresentedKey { SecretId = row.SecretId });
        // It is the other server that asks now; the key itself was where it may be when it asked for this one.
        for (PresentedKey? one = key; one is not null; one = one.Parent)
        {
            one.Addresses = [];
        }

        Refusal? refusal = key is null ? KeyRefusals.Unknown
            : row.ExpiresAt <= now ? KeyRefusals.Expired(row.ExpiresAt)
            : KeyEvaluation.State(key, now) is { } state ? state
            : !row.PackageId.Equals(packageId, StringComparison.OrdinalIgnoreCase) ? KeyRefusals.PackageNotCovered(packageId)
            : row.LowerVersion is not null && row.LowerVersion != lowerVersion ? KeyRefusals.VersionNotCovered(lowerVersion ?? "")
            : null;
        return refusal is null ? KeyAnswer.Valid(key!) : KeyAnswer.Refuse(refusal, key);
    }

    private sealed class Row
    {
        public long SecretId { get; init; }

        public string PackageId { get; init; } = "";

        public string? LowerVersion { get; init; }

        public long ExpiresAt { get; init; }
    }
}
