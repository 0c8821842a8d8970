using System.Globalization;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Every "no" that a key can meet, each with a code and a sentence of its own that says what to do. 401: no key that is known and
/// valid. 403: a valid key that may not do this. The client prints the English sentence; a page that explains a refusal shows the reader's.
/// </summary>
public static class KeyRefusals
{
    public static Refusal Missing => Unauthorized("key-missing", "RefusalMissing");

    public static Refusal Malformed => Unauthorized("key-malformed", "RefusalMalformed");

    public static Refusal Checksum => Unauthorized("key-checksum", "RefusalChecksum");

    public static Refusal Unknown => Unauthorized("key-unknown", "RefusalUnknown");

    /// <summary>The same code as <see cref="Unknown"/>: the key is of another gallery, which its tag shows without a query.</summary>
    public static Refusal Foreign => Unauthorized("key-unknown", "RefusalForeign");

    public static Refusal AccountLocked => Forbidden("account-locked", "RefusalAccountLocked");

    public static Refusal AccountUnconfirmed => Forbidden("account-unconfirmed", "RefusalAccountUnconfirmed");

    public static Refusal Frozen => Forbidden("key-frozen", "RefusalFrozen");

    /// <summary>Made shortly after a change of the e-mail address.</summary>
    public static Refusal Held => Forbidden("key-held", "RefusalHeld");

    /// <summary>Neither the client's address nor the ranges are told: the sentence may end up in a public build log.</summary>
    public static Refusal AddressNotAllowed => Forbidden("key-address", "RefusalAddress");

    /// <summary>The key that made this one is over for good.</summary>
    public static Refusal ParentEnded => Unauthorized("parent-ended", "RefusalParentEnded");

    /// <summary>The key that made this one is frozen, held, of a locked account, or not for this address.</summary>
    public static Refusal ParentStopped => Forbidden("parent-stopped", "RefusalParentStopped");

    /// <summary>The key that made this one could not do it itself.</summary>
    public static Refusal ParentForbids => Forbidden("parent-narrower", "RefusalParentForbids");

    public static Refusal SecondFactorRequired => Forbidden("second-factor-required", "RefusalSecondFactor");

    public static Refusal PolicyForbids => Forbidden("policy-action", "RefusalPolicy");

    public static Refusal MembershipEnded => Forbidden("membership-ended", "RefusalMembershipEnded");

    public static Refusal OwnerLocked => Forbidden("account-locked", "RefusalOwnerLocked");

    public static Refusal Expired(long at) => Unauthorized("key-expired", "RefusalExpired", Moment(at));

    public static Refusal Revoked(long at) => Unauthorized("key-revoked", "RefusalRevoked", Moment(at));

    public static Refusal UsedUp(long at) => Forbidden("key-used-up", "RefusalUsedUp", Moment(at));

    public static Refusal ReadNotAllowed => Forbidden("scope-action", "RefusalNoRead");

    /// <summary>The key may read some packages, and this address tells of all.</summary>
    public static Refusal ReadNotEverything => Forbidden("scope-package", "RefusalNoReadEverything");

    public static Refusal PushNotAllowed => Forbidden("scope-action", "RefusalNoPush");

    public static Refusal UnlistNotAllowed => Forbidden("scope-action", "RefusalNoUnlist");

    public static Refusal ManageNotAllowed => Forbidden("scope-action", "RefusalNoManage");

    /// <summary>The key may push versions of what exists, and this id does not.</summary>
    public static Refusal NewIdNotAllowed(string id) => Forbidden("scope-action", "RefusalNoNewId", id);

    public static Refusal PackageNotCovered(string id) => Forbidden("scope-package", "RefusalScopePackage", id);

    /// <summary>The key names the versions it is for, and this is none of them.</summary>
    public static Refusal VersionNotCovered(string version) => Forbidden("scope-version", "RefusalScopeVersion", version);

    public static Refusal NotOwner(string id) => Forbidden("not-owner", "RefusalNotOwner", id);

    public static Refusal PrefixReserved(string id) => Forbidden("prefix-reserved", "RefusalPrefixReserved", id);

    /// <summary>A time for machines' logs: 2027-02-19 14:05 UTC.</summary>
    internal static string Moment(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same to the second, for a time that is near.</summary>
    internal static string Second(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Refusal Unauthorized(string code, string text, params object?[] values) =>
        Refuse(StatusCodes.Status401Unauthorized, code, text, values);

    private static Refusal Forbidden(string code, string text, params object?[] values) =>
        Refuse(StatusCodes.Status403Forbidden, code, text, values);

    private static Refusal Refuse(int status, string code, string text, object?[] values) =>
        new(status, code, ApiKeysText.Text.English(text, values)) { Localized = () => ApiKeysText.Text.Format(text, values) };
}
