using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>One rule and how a use of a key came past it.</summary>
/// <param name="Refusal">What a client would read if this were the first rule that fails; null unless it failed.</param>
public sealed record KeyStep(KeyRule Rule, KeyStepResult Result, Refusal? Refusal = null);
