namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What came of an edit, or would come of it.</summary>
/// <param name="Diff">What it changes.</param>
/// <param name="Problems">Why nothing was changed; empty when it was, or when there was nothing to change.</param>
public sealed record EditAnswer(KeyDiff Diff, IReadOnlyList<KeyProblem> Problems);
