using System.Net;
using System.Threading.RateLimiting;
using Torrone.Server.ApiKeys;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages.Reports;

/// <summary>How often one address may report packages (Torrone__Limits__ReportsPerHour; 0: without limit). Counted in this process.</summary>
public sealed class ReportLimit(TorroneSettings settings) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, string>(address =>
        settings.Limits.ReportsPerHour <= 0
            ? RateLimitPartition.GetNoLimiter("free")
            : RateLimitPartition.GetFixedWindowLimiter(AddressRange.SourceOf(address).ToString(), _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = settings.Limits.ReportsPerHour, Window = Window, QueueLimit = 0,
            }));

    /// <summary>Counts one report; a problem that names the minutes to wait when the number is used up.</summary>
    public ReportProblem? TryTake(IPAddress? address)
    {
        using RateLimitLease lease = _limiter.AttemptAcquire(address ?? IPAddress.None);
        if (lease.IsAcquired)
        {
            return null;
        }

        TimeSpan wait = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : Window;
        return new ReportProblem("", "TooMany", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes)));
    }

    public void Dispose() => _limiter.Dispose();
}
