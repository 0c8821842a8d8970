using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>Why a use of a key would be allowed or refused: every <see cref="KeyRule"/> in its order. Pure, by the same code that decides.</summary>
public sealed record KeyExplanation
{
    private KeyExplanation(IReadOnlyList<KeyStep> steps) => Steps = steps;

    /// <summary>Every rule, in the order in which they are asked.</summary>
    public IReadOnlyList<KeyStep> Steps { get; init; }

    /// <summary>The rule that refuses the use; null when none does.</summary>
    public KeyStep? FirstFailure => Steps.FirstOrDefault(s => s.Result == KeyStepResult.Failed);

    /// <summary>What stands in the way although the key may: the version is there already, or is not there to be unlisted.</summary>
    public Refusal? Beyond { get; init; }

    /// <summary>What a client would be told; null when it would be let pass.</summary>
    public Refusal? Refusal => FirstFailure?.Refusal ?? Beyond;

    /// <summary>Asks every rule. Those about the key as such are asked one by one; those about its scopes until none is left.</summary>
    public static KeyExplanation Of(PresentedKey key, KeyQuestion question)
    {
        List<KeyStep> steps = [];
        for (KeyRule rule = KeyRule.Known; rule <= KeyRule.Address; rule++)
        {
            steps.Add(Step(rule, KeyStates.Ask(rule, key, question.Now, question.Address)));
        }

        steps.Add(Step(KeyRule.NotUsedUp, KeyEvaluation.SingleUse(key, question)));
        (KeyRule failed, PresentedScope? passed) = KeyEvaluation.Scopes(key, question);
        for (KeyRule rule = KeyRule.Action; rule <= KeyRule.Ownership; rule++)
        {
            steps.Add(passed is not null || rule < failed ? new KeyStep(rule, KeyStepResult.Passed)
                : rule == failed ? new KeyStep(rule, KeyStepResult.Failed, KeyScopeRules.Refusal(rule, key, question))
                : new KeyStep(rule, KeyStepResult.NotAsked));
        }

        steps.Add(passed is null || key.ParentId is null
            ? new KeyStep(KeyRule.ParentAllows, KeyStepResult.NotAsked)
            : Step(KeyRule.ParentAllows, KeyEvaluation.Parent(key, question)));
        return new KeyExplanation(steps);
    }

    private static KeyStep Step(KeyRule rule, Refusal? refusal) =>
        new(rule, refusal is null ? KeyStepResult.Passed : KeyStepResult.Failed, refusal);
}
