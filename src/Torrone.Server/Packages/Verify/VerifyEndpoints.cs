using System.Globalization;
using Torrone.NuGet.Identity;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages.Unlist;

namespace Torrone.Server.Packages.Verify;

/// <summary>
/// Lets somebody else's server (for symbols) ask whether a client may push an id, as nuget.org does: the client exchanges its API key for
/// a verification key, hands over that one, and the server shows it here. The API key itself may be shown as well.
/// </summary>
internal static class VerifyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v2/package/create-verification-key/{id}/{version?}", CreateAsync).OpenToStrangers();
        routes.MapGet("/api/v2/verifykey/{id}/{version?}", VerifyAsync).OpenToStrangers();
    }

    // 200 with {"Key":…,"Expires":…}, the names that nuget.org's clients read.
    private static async Task CreateAsync(HttpContext context, string id, string? version)
    {
        if (!TryRead(id, version, out PackageId? packageId, out PackageVersion? packageVersion))
        {
            await RefusalWriter.WriteAsync(context, SetListed.NotFound(id, version ?? ""));
            return;
        }

        KeyAnswer answer = await Admission(context).AdmitAsync(context, KeyOperation.Verify, id, version);
        (Refusal? refusal, _) = await DecideAsync(context, answer, packageId!, packageVersion);
        if (refusal is not null)
        {
            await RefusalWriter.WriteAsync(context, refusal);
            return;
        }

        (KeyText made, long expiresAt) = await context.RequestServices.GetRequiredService<VerificationKeys>()
            .CreateAsync(answer.Key!, packageId!.Original, packageVersion?.Lower, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsJsonAsync(new Dictionary<string, string>
        {
            ["Key"] = made.Reveal(),
            ["Expires"] = DateTimeOffset.FromUnixTimeMilliseconds(expiresAt).UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        }, context.RequestAborted);
    }

    // 200 without a body when the key may push the package, which must be here.
    private static async Task VerifyAsync(HttpContext context, string id, string? version)
    {
        if (!TryRead(id, version, out PackageId? packageId, out PackageVersion? packageVersion))
        {
            await RefusalWriter.WriteAsync(context, SetListed.NotFound(id, version ?? ""));
            return;
        }

        KeyAnswer answer = await Admission(context).AdmitVerificationAsync(context, id, packageVersion?.Lower)
            ?? await Admission(context).AdmitAsync(context, KeyOperation.Verify, id, version);
        (Refusal? refusal, bool exists) = await DecideAsync(context, answer, packageId!, packageVersion);
        refusal ??= exists ? null : SetListed.NotFound(id, version ?? "");
        context.Response.Headers.CacheControl = "no-store";
        if (refusal is not null)
        {
            await RefusalWriter.WriteAsync(context, refusal);
        }
    }

    // What comes of the key, and whether the package (and the version, when one is named) is here. A refused key is told nothing of that.
    private static async Task<(Refusal? Refusal, bool Exists)> DecideAsync(HttpContext context, KeyAnswer answer, PackageId id, PackageVersion? version)
    {
        if (!answer.IsValid)
        {
            return (answer.Refusal, false);
        }

        IServiceProvider services = context.RequestServices;
        long feed = services.GetRequiredService<FeedDirectory>().Main.Id;
        (PackageStanding standing, bool exists) = await services.GetRequiredService<Database>().ReadSnapshotAsync(async read =>
        {
            PackageStanding found = await PackageStandings.ReadAsync(read, feed, id.Lower);
            return (found, found.Exists && await HasVersionAsync(read, feed, id, version));
        }, context.RequestAborted);
        Refusal? refusal = KeyEvaluation.Decide(answer.Key, new KeyQuestion(KeyOperation.Verify, feed, id.Original, standing,
            services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds())
        {
            LowerVersion = version?.Lower, Address = context.Connection.RemoteIpAddress,
        }).Refusal;
        services.GetRequiredService<KeyUse>().Record(answer.Key, context, KeyOperation.Verify, id.Original, version?.Original, refusal?.Code ?? KeyUseEntry.Ok);
        return (refusal, exists);
    }

    private static async Task<bool> HasVersionAsync(DbSession read, long feed, PackageId id, PackageVersion? version) => await read.ScalarAsync<long>(
        """
        SELECT count(*) FROM versions v JOIN packages p ON p.id = v.package_id
        WHERE p.feed_id = @feed AND p.lower_id = @id AND v.state = 'available' AND (@any = 1 OR v.lower_version = @version)
        """, new { feed, id = id.Lower, any = version is null ? 1L : 0L, version = version?.Lower ?? "" }) > 0;

    private static bool TryRead(string id, string? version, out PackageId? packageId, out PackageVersion? packageVersion)
    {
        packageVersion = null;
        return PackageId.TryParse(id, out packageId) && (string.IsNullOrEmpty(version) || PackageVersion.TryParse(version, out packageVersion));
    }

    private static KeyAdmission Admission(HttpContext context) => context.RequestServices.GetRequiredService<KeyAdmission>();
}
