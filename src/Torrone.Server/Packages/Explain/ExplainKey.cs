using Torrone.NuGet.Identity;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Feeds;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;
using Torrone.Server.Packages.Unlist;

namespace Torrone.Server.Packages.Explain;

/// <summary>
/// Says why a use of a key would be refused, without using it: the same rules on the same rows as a real request, and what the package
/// itself would say after them. Rates are left out. Writes nothing.
/// </summary>
public sealed class ExplainKey(Database database, FeedDirectory feeds, ListKeys keys, TimeProvider clock)
{
    /// <summary>Explains for one of the principal's keys; null when it has no such key.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see the principal's keys.</exception>
    public async Task<ExplainAnswer?> RunAsync(Actor who, long principalId, string publicId, KeyTrial trial, CancellationToken cancellation = default) =>
        await keys.FindAsync(who, principalId, publicId, cancellation) is { } key ? await RunAsync(key.Id, trial, cancellation) : null;

    /// <summary>Explains for the key that somebody holds, in force or not.</summary>
    public Task<ExplainAnswer> RunAsync(PresentedKey presented, KeyTrial trial, CancellationToken cancellation = default) =>
        RunAsync(presented.KeyId, trial, cancellation, presented.SecretEndsAt);

    private async Task<ExplainAnswer> RunAsync(long keyId, KeyTrial trial, CancellationToken cancellation, long? secretEndsAt = null)
    {
        bool aboutPackage = trial.Operation != KeyOperation.ManageKeys && (trial.Operation != KeyOperation.Read || trial.PackageId.Length > 0);
        PackageId? id = null;
        PackageVersion? version = null;
        if (aboutPackage && !PackageId.TryParse(trial.PackageId.Trim(), out id))
        {
            return new ExplainAnswer(null, PackagesText.Text.Format("ExplainBadId", Shortened(trial.PackageId)));
        }

        if (!string.IsNullOrWhiteSpace(trial.Version) && !PackageVersion.TryParse(trial.Version.Trim(), out version))
        {
            return new ExplainAnswer(null, PackagesText.Text.Format("ExplainBadVersion", Shortened(trial.Version)));
        }

        return await database.ReadSnapshotAsync(async read =>
        {
            PresentedKey key = await KeyLookup.OfAsync(read, keyId) ?? new PresentedKey { DeletedAt = 0 };
            key.SecretEndsAt = secretEndsAt;
            LeaveOut(key, trial, version);
            PackageStanding standing = id is null
                ? new PackageStanding(false, [], null)
                : await PackageStandings.ReadAsync(read, feeds.Main.Id, id.Lower);
            KeyExplanation explanation = KeyExplanation.Of(key, new KeyQuestion(
                trial.Operation, feeds.Main.Id, id?.Original ?? "", standing, clock.GetUtcNow().ToUnixTimeMilliseconds())
            {
                LowerVersion = version?.Lower, Address = trial.Address,
            });
            return new ExplainAnswer(explanation with { Beyond = await BeyondAsync(read, trial.Operation, standing, id, version) }, null);
        }, cancellation);
    }

    // What was not asked about must not be answered with a "no".
    private static void LeaveOut(PresentedKey key, KeyTrial trial, PackageVersion? version)
    {
        for (PresentedKey? one = key; one is not null; one = one.Parent)
        {
            one.Addresses = trial.Address is null ? [] : one.Addresses;
            one.Versions = version is null ? [] : one.Versions;
        }
    }

    private async Task<Refusal?> BeyondAsync(DbSession read, KeyOperation operation, PackageStanding standing, PackageId? id, PackageVersion? version)
    {
        if (id is null || version is null)
        {
            return null;
        }

        string? state = standing.Exists ? await read.ScalarAsync<string?>(
            """
            SELECT v.state FROM versions v JOIN packages p ON p.id = v.package_id
            WHERE p.feed_id = @feed AND p.lower_id = @id AND v.lower_version = @version
            """, new { feed = feeds.Main.Id, id = id.Lower, version = version.Lower }) : null;
        return operation switch
        {
            KeyOperation.Push when state is not null => PushRules.Duplicate(id.Original, version.Original),
            KeyOperation.Unlist or KeyOperation.Relist when state != "available" => SetListed.NotFound(id.Original, version.Original),
            _ => null,
        };
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "\u2026";
}
