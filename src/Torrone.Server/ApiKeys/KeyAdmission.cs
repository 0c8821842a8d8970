using System.Net;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// The way in for a request that wants to use a key: how often the address was refused, the key itself, how often it and its address were
/// there this hour. Before any of the body is read. A refusal stands in the key's history.
/// </summary>
public sealed class KeyAdmission(KeyGate gate, VerificationKeys verification, KeyLimits limits, KeyUse use)
{
    /// <summary>The key, in force and within its limits, or why not. Whether it may do what it wants is asked later.</summary>
    /// <param name="package">The package id, where the address names it; for the history.</param>
    /// <param name="version">The same for the version.</param>
    public async Task<KeyAnswer> AdmitAsync(HttpContext context, KeyOperation operation, string? package = null, string? version = null)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        return limits.Check(address) is { } banned
            ? KeyAnswer.Refuse(banned)
            : Count(context, await gate.AuthenticateAsync(context), operation, package, version);
    }

    /// <summary>
    /// The key behind a verification key, which is over with this, whatever comes of it; null when the request carries none, and the
    /// answer is a refusal when the id or the version is another one.
    /// </summary>
    public async Task<KeyAnswer?> AdmitVerificationAsync(HttpContext context, string package, string? lowerVersion)
    {
        if (limits.Check(context.Connection.RemoteIpAddress) is { } banned)
        {
            return KeyAnswer.Refuse(banned);
        }

        if (!KeyText.TryParse(KeyGate.Presented(context.Request.Headers) ?? "", out KeyText? text, out _) || text.TypeLetter != KeyText.ShortLived)
        {
            return null;
        }

        KeyAnswer? answer = await verification.TakeAsync(text, package, lowerVersion, context.RequestAborted);
        return answer is null ? null : Count(context, answer, KeyOperation.Verify, package, lowerVersion);
    }

    private KeyAnswer Count(HttpContext context, KeyAnswer answer, KeyOperation operation, string? package, string? version)
    {
        IPAddress? address = context.Connection.RemoteIpAddress;
        if (answer.IsValid)
        {
            return limits.TryTake(answer.Key.KeyId, operation, address) is { } tooMany ? KeyAnswer.Refuse(tooMany, answer.Presented) : answer;
        }

        limits.NoteRefused(address);
        if (answer.Presented is { } presented)
        {
            use.Record(presented, context, operation, package, version, answer.Refusal.Code);
        }

        return answer;
    }
}
