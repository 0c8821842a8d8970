using Torrone.Server.ApiKeys;

namespace Torrone.Server.Packages.Explain;

/// <summary>What came of asking why a use of a key would fail.</summary>
/// <param name="Explanation">Every rule; null when the question itself was wrong.</param>
/// <param name="Problem">What is wrong with the question, in the reader's language; null when nothing is.</param>
public sealed record ExplainAnswer(KeyExplanation? Explanation, string? Problem);
