using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;
using Torrone.Server.ApiKeys;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Push;

/// <summary>May this package be published by this pusher? Pure: everything it weighs is handed in.</summary>
public static class PushRules
{
    /// <summary>The question that a push puts.</summary>
    /// <param name="sha512">Of the bytes as they were pushed.</param>
    /// <param name="now">UTC Unix milliseconds.</param>
    public static KeyQuestion Question(Pusher pusher, long feedId, PackageManifest manifest, byte[] sha512, PackageStanding standing, long now) =>
        new(KeyOperation.Push, feedId, manifest.Id, standing, now)
        {
            LowerVersion = PackageVersion.TryParse(manifest.Version, out PackageVersion? version) ? version.Lower : null,
            Address = pusher.Address,
            SessionId = pusher.SessionId,
            Hash = sha512,
        };

    /// <summary>The owner of a new id, or the reason why not.</summary>
    public static KeyDecision Decide(Pusher pusher, KeyQuestion question) => pusher.Key is { } key
        ? KeyEvaluation.Decide(key, question)
        : DecidePerson(pusher, question.PackageId, question.Standing);

    /// <summary>A version that is there already may not be pushed again.</summary>
    public static Refusal Duplicate(string id, string version) => new(StatusCodes.Status409Conflict, "version-exists",
        PackagesText.Text.English("VersionExists", id, version))
    {
        Localized = () => PackagesText.Text.Format("VersionExists", id, version),
    };

    /// <summary>The first problem is the sentence a client prints; all of them stand in the body.</summary>
    /// <param name="also">What would refuse the package if it had no problem; null for nothing.</param>
    public static Refusal BadPackage(IReadOnlyList<PackageProblem> problems, Refusal? also = null)
    {
        string[] all = [.. problems.Select(p => p.ReasonPhrase()), .. also is null ? (string[])[] : [also.Sentence]];
        string sentence = all.Length == 1 ? all[0] : PackagesText.Text.English("AndMoreProblems", all[0], all.Length - 1);
        return new Refusal(StatusCodes.Status400BadRequest, problems[0].Code, sentence, all);
    }

    /// <summary>The upload is longer than the site allows.</summary>
    public static Refusal TooLarge(int maxMiB) => new(StatusCodes.Status413PayloadTooLarge, "package-too-large",
        PackagesText.Text.English("PackageTooLarge", maxMiB));

    private static KeyDecision DecidePerson(Pusher person, string id, PackageStanding standing)
    {
        if (standing.Exists)
        {
            return standing.OwnerIds.Any(person.ActsFor.Contains)
                ? KeyDecision.Allow(person.ActsFor.First(standing.OwnerIds.Contains))
                : KeyDecision.Refuse(new Refusal(StatusCodes.Status403Forbidden, "not-owner", PackagesText.Text.English("NotOwner", id)));
        }

        long owner = person.NewOwnerId ?? person.PrincipalId;
        return !person.ActsFor.Contains(owner)
            ? KeyDecision.Refuse(new Refusal(StatusCodes.Status403Forbidden, "not-member", PackagesText.Text.English("NotMember")))
            : standing.ReservedFor is null || standing.ReservedFor.Contains(owner)
            ? KeyDecision.Allow(owner)
            : KeyDecision.Refuse(new Refusal(StatusCodes.Status403Forbidden, "prefix-reserved", PackagesText.Text.English("PrefixReserved", id)));
    }
}
