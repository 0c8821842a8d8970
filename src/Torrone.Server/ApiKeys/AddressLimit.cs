using System.Net;
using System.Threading.RateLimiting;

namespace Torrone.Server.ApiKeys;

/// <summary>How often one address may do something within a window of time. Counted in this process; an IPv6 household counts as one.</summary>
/// <param name="most">Times within a window; 0 or less is without limit.</param>
public sealed class AddressLimit(int most, TimeSpan window) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(address => most <= 0
        ? RateLimitPartition.GetNoLimiter("free")
        : RateLimitPartition.GetFixedWindowLimiter(AddressRange.SourceOf(address).ToString(), _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = most, Window = window, QueueLimit = 0,
        }));

    /// <summary>Counts one time; how long to wait when the number is used up, null when it is not.</summary>
    public TimeSpan? TryTake(IPAddress? address)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : window;
    }

    public void Dispose() => _limiter.Dispose();
}
