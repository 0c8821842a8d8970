using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Api.Keys;

/// <summary>How often one address may report leaked keys (Torrone__Limits__LeakReportsPerTenMinutes; 0: without limit).</summary>
internal sealed class LeakLimit(TorroneSettings settings, TimeProvider clock) : IDisposable
{
    private readonly AddressLimit _limit = new(settings.Limits.LeakReportsPerTenMinutes, TimeSpan.FromMinutes(10));

    /// <summary>Counts one report; a refusal (429, with the time) when the number is used up.</summary>
    public Refusal? TryTake(IPAddress? address) =>
        _limit.TryTake(address) is { } wait ? ApiRefusals.TooMany(clock.GetUtcNow() + wait, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    public void Dispose() => _limit.Dispose();
}
