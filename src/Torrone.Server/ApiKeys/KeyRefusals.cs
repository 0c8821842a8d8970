using System.Globalization;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Every "no" that a key can meet, each with a code and a sentence of its own that says what to do. 401: no key that is known and
/// valid. 403: a valid key that may not do this. English, because the client prints the sentence and no page stands behind it.
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

    public static Refusal MembershipEnded => Forbidden("membership-ended", "RefusalMembershipEnded");

    public static Refusal OwnerLocked => Forbidden("account-locked", "RefusalOwnerLocked");

    public static Refusal Expired(long at) => Unauthorized("key-expired", "RefusalExpired", Moment(at));

    public static Refusal Revoked(long at) => Unauthorized("key-revoked", "RefusalRevoked", Moment(at));

    public static Refusal ReadNotAllowed => Forbidden("scope-action", "RefusalNoRead");

    public static Refusal PushNotAllowed => Forbidden("scope-action", "RefusalNoPush");

    public static Refusal UnlistNotAllowed => Forbidden("scope-action", "RefusalNoUnlist");

    /// <summary>The key may push versions of what exists, and this id does not.</summary>
    public static Refusal NewIdNotAllowed(string id) => Forbidden("scope-action", "RefusalNoNewId", id);

    public static Refusal PackageNotCovered(string id) => Forbidden("scope-package", "RefusalScopePackage", id);

    public static Refusal NotOwner(string id) => Forbidden("not-owner", "RefusalNotOwner", id);

    public static Refusal PrefixReserved(string id) => Forbidden("prefix-reserved", "RefusalPrefixReserved", id);

    /// <summary>A time for machines' logs: 2027-02-19 14:05 UTC.</summary>
    internal static string Moment(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>The same to the second, for a time that is near.</summary>
    internal static string Second(long at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static Refusal Unauthorized(string code, string text, params object?[] values) =>
        new(StatusCodes.Status401Unauthorized, code, ApiKeysText.Text.English(text, values));

    private static Refusal Forbidden(string code, string text, params object?[] values) =>
        new(StatusCodes.Status403Forbidden, code, ApiKeysText.Text.English(text, values));
}
