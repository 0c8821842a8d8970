using System.Net;
using System.Threading.RateLimiting;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;
using Torrone.Server.Settings;

namespace Torrone.Server.Api.Keys;

/// <summary>How often one address may report leaked keys (Torrone__Limits__LeakReportsPerTenMinutes; 0: without limit). Counted in this process.</summary>
internal sealed class LeakLimit(TorroneSettings settings, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(address =>
        settings.Limits.LeakReportsPerTenMinutes <= 0
            ? RateLimitPartition.GetNoLimiter("free")
            : RateLimitPartition.GetFixedWindowLimiter(AddressRange.SourceOf(address).ToString(), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.Limits.LeakReportsPerTenMinutes, Window = Window, QueueLimit = 0,
            }));

    /// <summary>Counts one report; a refusal (429, with the time) when the number is used up.</summary>
    public Refusal? TryTake(IPAddress? address)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        if (lease.IsAcquired)
        {
            return null;
        }

        TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : Window;
        return ApiRefusals.TooMany(clock.GetUtcNow() + wait, (int)Math.Ceiling(wait.TotalSeconds));
    }

    public void Dispose() => _limiter.Dispose();
}
