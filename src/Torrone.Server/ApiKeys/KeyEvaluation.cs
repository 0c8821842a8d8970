using System.Net;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>
/// Whether a key may do a thing: a pure function over plain values. Whatever is not allowed by a scope that matches in every part is
/// refused; a key without scopes, an unknown word or a broken pattern allows nothing.
/// </summary>
public static class KeyEvaluation
{
    /// <summary>
    /// Asks every <see cref="KeyRule"/> in its order; the first that says no is the refusal. A key that another key made must pass every
    /// rule of that one, too, so that it can never do what its parent could not do at the same moment.
    /// </summary>
    public static KeyDecision Decide(PresentedKey key, KeyQuestion question)
    {
        if (State(key, question.Now, question.Address) is { } refusal)
        {
            return KeyDecision.Refuse(refusal);
        }

        return SingleUse(key, question) is { } usedUp ? KeyDecision.Refuse(usedUp) : DecideScopes(key, question);
    }

    /// <summary>Why the key is no good at all, whatever it is asked for; null while it is in force.</summary>
    /// <param name="now">UTC Unix milliseconds. A key ends at the very millisecond of its expiry.</param>
    /// <param name="address">The client's; null refuses a key that has address ranges.</param>
    public static Refusal? State(PresentedKey key, long now, IPAddress? address = null)
    {
        for (KeyRule rule = KeyRule.Known; rule <= KeyRule.Address; rule++)
        {
            if (KeyStates.Ask(rule, key, now, address) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>
    /// A single-use key is good for one id and version: after that it still lets pass the same bytes from the same client session (the
    /// client's retry of an upload whose answer it lost) and the symbols of that version.
    /// </summary>
    internal static Refusal? SingleUse(PresentedKey key, KeyQuestion question)
    {
        if (key.SingleUse == 0 || key.UsedUpAt is not { } at)
        {
            return null;
        }

        bool same = question.PackageId.Equals(key.UsedUpPackage, StringComparison.OrdinalIgnoreCase)
            && question.LowerVersion is { } version && version == key.UsedUpVersion;
        bool rest = question.Operation == KeyOperation.PushSymbols ? key.UsedUpOperation == KeyOperation.Push.Name() : IsRetry(key, question);
        return same && rest ? null : KeyRefusals.UsedUp(at);
    }

    /// <summary>
    /// How far the key's scopes come: the rule at which the last of them fails, and the scope that passes all rules, if one does. Equal
    /// to asking rule by rule which scopes are left, without a list of those.
    /// </summary>
    internal static (KeyRule Failed, PresentedScope? Passed) Scopes(PresentedKey key, KeyQuestion question)
    {
        KeyRule furthest = KeyRule.Action;
        foreach (PresentedScope scope in key.Scopes)
        {
            KeyRule? failed = KeyScopeRules.FirstFailure(key, scope, question);
            if (failed is null)
            {
                return (default, scope);
            }

            furthest = failed.Value > furthest ? failed.Value : furthest;
        }

        return (furthest, null);
    }

    /// <summary>The parent's "no" to the same question as this key's refusal; null when it agrees or there is no parent.</summary>
    internal static Refusal? Parent(PresentedKey key, KeyQuestion question)
    {
        if (key.Parent is not { } parent)
        {
            return null;
        }

        // That a parent good for one use has been used up says nothing about its children.
        return DecideScopes(parent, question).IsAllowed ? null : KeyRefusals.ParentForbids;
    }

    private static KeyDecision DecideScopes(PresentedKey key, KeyQuestion question)
    {
        (KeyRule failed, PresentedScope? passed) = Scopes(key, question);
        if (passed is null)
        {
            return KeyDecision.Refuse(KeyScopeRules.Refusal(failed, key, question));
        }

        return Parent(key, question) is { } forbidden
            ? KeyDecision.Refuse(forbidden)
            : KeyDecision.Allow(passed.OwnerId) with { FreezeNewIds = passed.OwnerFreezeNewIds };
    }

    private static bool IsRetry(PresentedKey key, KeyQuestion question) =>
        question.Operation.Name() == key.UsedUpOperation && question.SessionId is { Length: > 0 } session && session == key.UsedUpSession
        && question.Hash.AsSpan().SequenceEqual(key.UsedUpHash);
}
