using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages.Reports;

/// <summary>How often one address may report packages (Torrone__Limits__ReportsPerHour; 0: without limit).</summary>
public sealed class ReportLimit(TorroneSettings settings) : IDisposable
{
    private readonly AddressLimit _limit = new(settings.Limits.ReportsPerHour, TimeSpan.FromHours(1));

    /// <summary>Counts one report; a problem that names the minutes to wait when the number is used up.</summary>
    public ReportProblem? TryTake(IPAddress? address) =>
        _limit.TryTake(address) is { } wait ? new ReportProblem("", "TooMany", Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))) : null;

    public void Dispose() => _limit.Dispose();
}
