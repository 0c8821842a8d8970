using Torrone.Server.Data;

namespace Torrone.Server.ApiKeys;

/// <summary>Uses up keys that are good for one use, in the transaction of that use: of two at the same moment one wins.</summary>
public static class SingleUseKeys
{
    /// <summary>Notes what the key was used for. True for an ordinary key, and when the key had not been used yet.</summary>
    public static async Task<bool> TryUseUpAsync(WriteTransaction write, PresentedKey key, KeyQuestion question) =>
        key.SingleUse == 0 || await write.ExecuteAsync(
            """
            UPDATE api_keys SET used_up_at = @Now, used_up_operation = @operation, used_up_package = @PackageId, used_up_version = @LowerVersion,
                used_up_session = @SessionId, used_up_hash = @Hash
            WHERE id = @key AND used_up_at IS NULL
            """, new
            {
                question.Now, operation = question.Operation.Name(), question.PackageId, question.LowerVersion, question.SessionId, question.Hash,
                key = key.KeyId,
            }) == 1;

    /// <summary>Takes the key's row until the commit, so that what is read of it afterwards holds.</summary>
    public static Task<int> TakeAsync(WriteTransaction write, PresentedKey key) =>
        write.ExecuteAsync("UPDATE api_keys SET single_use = single_use WHERE id = @KeyId", new { key.KeyId });

    /// <summary>
    /// The refusal of a push that cannot be the retry of the one use, decided from the headers alone, before the body is on its way.
    /// Null when only the body can tell.
    /// </summary>
    /// <param name="sessionId">X-NuGet-Session-Id; null when the client sent none.</param>
    public static Http.Refusal? RefuseEarly(PresentedKey key, string? sessionId) =>
        key is { SingleUse: not 0, UsedUpAt: { } at } && (sessionId is null || sessionId != key.UsedUpSession) ? KeyRefusals.UsedUp(at) : null;
}
