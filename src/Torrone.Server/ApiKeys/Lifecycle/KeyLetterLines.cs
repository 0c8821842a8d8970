using Torrone.Server.Text;

namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>The facts about a key that stand in a letter below what happened, in the language of the moment.</summary>
internal static class KeyLetterLines
{
    private static TextSource Text => ApiKeysText.Text;

    public static IEnumerable<string> Of(KeyLetter letter, KeyDetails key, KeyDiff? diff)
    {
        foreach (string line in diff is null ? [] : Changes(diff))
        {
            yield return line;
        }

        yield return Text.Format("Letter.Reach", Joined(key.Actions), string.Join(", ", key.Globs.Concat(key.PackageIds)), KeyLetters.Moment(key.ExpiresAt));
        if (key.Addresses.Count > 0)
        {
            yield return Text.Format("Letter.Addresses", string.Join(", ", key.Addresses));
        }

        if (key.Versions.Count > 0)
        {
            yield return Text.Format("Letter.Versions", string.Join(", ", key.Versions));
        }

        if (letter == KeyLetter.Created && key.HeldAt is not null)
        {
            yield return Text["Letter.Held"];
        }

        if (letter == KeyLetter.Rotated && key.OldSecretEndsAt is { } ends)
        {
            yield return Text.Format("Letter.OldEnds", KeyLetters.Moment(ends));
        }

        if (letter == KeyLetter.Frozen && key.FrozenReason is { Length: > 0 } unusual)
        {
            yield return Text.Format("Letter.Frozen.Reason", unusual);
        }

        if (letter == KeyLetter.Revoked && key.RevokedReason is { Length: > 0 } reason)
        {
            yield return Text.Format("Letter.Reason", reason);
        }

        if (letter == KeyLetter.Created && key.ParentName is { } parent)
        {
            yield return Text.Format("Letter.Parent", parent);
        }

        if (letter != KeyLetter.Created)
        {
            yield return key.LastUsedAt is { } used
                ? Text.Format("Letter.LastUse", KeyLetters.Moment(used),
                    string.Join(", ", ((string?[])[key.LastUsedPackage, key.LastUsedAddress, key.LastUsedClient]).Where(p => !string.IsNullOrEmpty(p))))
                : Text["Letter.NeverUsed"];
        }
    }

    private static IEnumerable<string> Changes(KeyDiff diff)
    {
        if (diff.Name is { } name)
        {
            yield return Text.Format("Letter.Renamed", name);
        }

        List<string> added = [.. diff.AddedActions.Select(Word), .. diff.AddedSubjects, .. diff.AddedAddresses, .. diff.AddedVersions];
        List<string> removed = [.. diff.RemovedActions.Select(Word), .. diff.RemovedSubjects, .. diff.RemovedAddresses, .. diff.RemovedVersions];
        if (added.Count > 0)
        {
            yield return Text.Format("Letter.Added", string.Join(", ", added));
        }

        if (removed.Count > 0)
        {
            yield return Text.Format("Letter.Removed", string.Join(", ", removed));
        }

        if (diff.SingleUse is { } once)
        {
            yield return Text[once ? "Letter.OnceNow" : "Letter.OnceNoLonger"];
        }
    }

    private static string Joined(IEnumerable<KeyAction> actions) => string.Join(", ", actions.Select(Word));

    private static string Word(KeyAction action) => Text["Action." + action.Name()];
}
