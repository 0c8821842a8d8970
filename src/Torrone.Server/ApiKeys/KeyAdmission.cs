namespace Torrone.Server.ApiKeys;

/// <summary>
/// The way in for a request that wants to use a key: how often the address was refused, the key itself, how often it and its address were
/// there this hour. Before any of the body is read. A refusal stands in the key's history.
/// </summary>
public sealed class KeyAdmission(KeyGate gate, KeyLimits limits, KeyUse use)
{
    /// <summary>The key, in force and within its limits, or why not. Whether it may do what it wants is asked later.</summary>
    /// <param name="package">The package id, where the address names it; for the history.</param>
    /// <param name="version">The same for the version.</param>
    public async Task<KeyAnswer> AdmitAsync(HttpContext context, KeyOperation operation, string? package = null, string? version = null)
    {
        System.Net.IPAddress? address = context.Connection.RemoteIpAddress;
        if (limits.Check(address) is { } banned)
        {
            return KeyAnswer.Refuse(banned);
        }

        KeyAnswer answer = await gate.AuthenticateAsync(context);
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
