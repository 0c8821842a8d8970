using Torrone.NuGet.Manifests;
using Torrone.Server.ApiKeys;
using Torrone.Server.Data;
using Torrone.Storage;

namespace Torrone.Server.Packages.Push;

/// <summary>What is to be published, and by whom.</summary>
internal sealed record PushCandidate(PackageManifest Manifest, SpooledBlob Spool, long FeedId, Pusher Pusher, string[] Warnings)
{
    public string LowerId => Manifest.Id.ToLowerInvariant();

    /// <summary>An answer when there is nothing to publish; the decision says who becomes the owner of a new id.</summary>
    public async Task<(PushAnswer? Answer, KeyDecision Decision)> DecideAsync(DbSession read, KeyQuestion question)
    {
        KeyDecision decision = PushRules.Decide(Pusher, question);
        if (decision.Refusal is { } refusal)
        {
            return (PushAnswer.Refused(refusal), decision);
        }

        if (!await PackageRows.ExistsAsync(read, FeedId, Manifest))
        {
            return (null, decision);
        }

        return (await PackageRows.IsReplayAsync(read, FeedId, Manifest, Spool.Sha512, Pusher)
            ? new PushAnswer(Manifest, null, Warnings, IsReplay: true)
            : PushAnswer.Refused(PushRules.Duplicate(Manifest.Id, Manifest.Version)), decision);
    }
}
