using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Torrone.Server.ApiKeys;

namespace Torrone.Server.Tests.ApiKeys;

/// <summary>Keys and questions by chance, small enough that many of them meet.</summary>
internal static class KeyDrafts
{
    public const long Now = 100;

    public static readonly string[] AllAddresses = ["10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32", "broken"];

    public static readonly string[] AllVersions = ["1.0.0", "2.0.0"];

    private static readonly string[] Actions = ["push", "push", "push", "push-version", "unlist", "unlist", "read", "manage-keys", "everything"];
    private static readonly string[] Subjects = ["*", "*", "*", "Contoso.*", "contoso.json", "Fabrikam.*", "*.Json"];
    private static readonly long[] Owners = [10, 10, 10, 20, 20, 30];

    private static readonly Gen<PresentedScope> Scopes =
        from feed in Gen.Elements(1, 1, 1, 2)
        from owner in Gen.Elements(Owners)
        from member in Gen.Elements<long?>(owner == 10 ? null : 7, owner == 10 ? null : 7, null)
        from stands in Gen.Elements(1, 1, 0)
        from action in Gen.Elements(Actions)
        from kind in Gen.Elements("glob", "glob", "glob", "id", "regex")
        from subject in Gen.Elements(Subjects)
        from locked in Rarely()
        from factor in Gen.Elements(0, 0, 0, 1)
        from policy in Gen.Elements<string?>(null, null, null, "push,unlist", "read", "")
        select new PresentedScope
        {
            FeedId = feed, OwnerId = owner, MembershipId = member, MembershipStands = stands, Action = action, SubjectKind = kind, Subject = subject,
            OwnerLockedAt = locked, OwnerDemandsSecondFactor = factor, OwnerKeyActions = policy,
        };

    private static readonly Gen<KeyDraft> Orphans =
        from scopes in Gen.Choose(0, 14).SelectMany(n => Gen.ListOf(Scopes, n))
        from type in Gen.Frequency((9, Gen.Constant("p")), (1, Gen.Constant("r")))
        from expires in Gen.Choose(99, 120)
        from revoked in Rarely()
        from frozen in Rarely()
        from held in Rarely()
        from locked in Rarely()
        from secretEnds in Gen.Frequency((9, Gen.Constant<long?>(null)), (1, Gen.Elements<long?>(90, 110)))
        from usedUp in Gen.Frequency((9, Gen.Constant(false)), (1, Gen.Constant(true)))
        from factor in Gen.Elements(true, false)
        from addresses in Some(AllAddresses)
        from versions in Some(AllVersions)
        select new KeyDraft
        {
            Scopes = [.. scopes], Type = type, Expires = expires, Revoked = revoked, Frozen = frozen, Held = held, HolderLocked = locked, SecretEnds = secretEnds,
            UsedUp = usedUp, SecondFactor = factor, Addresses = addresses, Versions = versions,
        };

    /// <summary>A third of them were made by another key.</summary>
    public static readonly Gen<KeyDraft> Keys =
        from key in Orphans
        from parent in Orphans
        from child in Gen.Elements(true, false, false)
        // Parents and children have much in common, or no child would ever pass.
        from alike in Gen.Elements(true, true, false)
        select child ? key with { Parent = (alike ? parent with { Scopes = key.Scopes, Addresses = [], Versions = [] } : parent) with { SecretEnds = null } } : key;

    public static readonly Gen<KeyQuestion> Questions =
        from operation in Gen.Elements(KeyOperation.Push, KeyOperation.Push, KeyOperation.Unlist, KeyOperation.Relist, KeyOperation.Read, KeyOperation.PushSymbols,
            KeyOperation.Verify, KeyOperation.ManageKeys, KeyOperation.Deprecate)
        from id in Gen.Elements("Contoso.Json", "CONTOSO.XML", "Fabrikam.Json")
        from exists in Gen.Elements(true, false)
        from owner in Gen.Elements(Owners)
        from reserved in Gen.Elements<IReadOnlyCollection<long>?>(null, null, new long[] { 20 }, Array.Empty<long>())
        from version in Gen.Elements("1.0.0", "2.0.0", "3.0.0", null)
        from address in Gen.Elements<IPAddress?>(IPAddress.Parse("10.1.2.3"), IPAddress.Parse("10.1.2.3"), IPAddress.Parse("2001:db8::1"), IPAddress.Loopback, null)
        from session in Gen.Elements("session", "other", null)
        select new KeyQuestion(operation, 1, id, new PackageStanding(exists, exists ? [owner] : [], exists ? null : reserved), Now)
        {
            LowerVersion = version, Address = address, SessionId = session, Hash = [1],
        };

    private static Gen<long?> Rarely() => Gen.Frequency((19, Gen.Constant<long?>(null)), (1, Gen.Constant<long?>(50)));

    private static Gen<IReadOnlyList<string>> Some(string[] all) => Gen.Frequency(
        (4, Gen.Constant<IReadOnlyList<string>>([])),
        (1, Gen.Elements(all).Select(one => (IReadOnlyList<string>)[one])),
        (1, Gen.Constant<IReadOnlyList<string>>(all)));
}
