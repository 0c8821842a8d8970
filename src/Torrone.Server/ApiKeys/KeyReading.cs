using System.Net;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>Whether a key may read in a private gallery. Pure; each answer is the evaluation's own.</summary>
public static class KeyReading
{
    private static readonly PackageStanding Anything = new(Exists: true, OwnerIds: [], ReservedFor: null);

    /// <summary>What names no package (the service index): a key that may read anything at all.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <returns>Null when it may, else why not.</returns>
    public static Refusal? Feed(PresentedKey key, long feedId, IPAddress? address, long now) => Package(key, feedId, "", address, now);

    /// <summary>One package.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <returns>Null when it may, else why not.</returns>
    public static Refusal? Package(PresentedKey key, long feedId, string packageId, IPAddress? address, long now) => KeyEvaluation.Decide(
        key, new KeyQuestion(KeyOperation.Read, feedId, packageId, Anything, now) { Address = address }).Refusal;

    /// <summary>What names many packages (search, lists): a key whose pattern for reading is <c>*</c>, as its parent's must be.</summary>
    /// <param name="now">UTC Unix milliseconds.</param>
    /// <returns>Null when it may, else why not.</returns>
    public static Refusal? Everything(PresentedKey key, long feedId, IPAddress? address, long now) => Feed(key, feedId, address, now)
        ?? (Feed(Unbounded(key), feedId, address, now) is null ? null : KeyRefusals.ReadNotEverything);

    // The key without the scopes that cover only some packages.
    private static PresentedKey Unbounded(PresentedKey key) => key with
    {
        Scopes = [.. key.Scopes.Where(s => s.SubjectKind == SubjectKinds.Glob && GlobPattern.TryParse(s.Subject, out GlobPattern? glob) && glob.MatchesEverything)],
        Parent = key.Parent is null ? null : Unbounded(key.Parent),
    };
}
