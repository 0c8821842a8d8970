using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts;

/// <summary>
/// How often one address may try: sign-in, registration, links and passwords together, as the setting says. Looking at the forms is free.
/// </summary>
public static class AttemptLimit
{
    /// <summary>The policy's name, for pages: [EnableRateLimiting(AttemptLimit.Policy)].</summary>
    public const string Policy = "attempts";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    internal static void AddAttemptLimit(this IServiceCollection services) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = (rejected, _) =>
        {
            TimeSpan wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan known) ? known : Window;
            rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        options.AddPolicy(Policy, Partition);
    });

    private static RateLimitPartition<string> Partition(HttpContext context)
    {
        int tries = context.RequestServices.GetRequiredService<TorroneSettings>().Limits.SignInsPerTenMinutes;
        return tries <= 0 || !HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetNoLimiter("free")
            : RateLimitPartition.GetFixedWindowLimiter(
                Neighbourhood(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = tries, Window = Window, QueueLimit = 0 });
    }

    /// <summary>An IPv4 address, or the /64 that one IPv6 household has to itself.</summary>
    internal static string Neighbourhood(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        if (address.IsIPv4MappedToIPv6 || address.AddressFamily == AddressFamily.InterNetwork)
        {
            return address.MapToIPv4().ToString();
        }

        byte[] bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes) + "/64";
    }
}
