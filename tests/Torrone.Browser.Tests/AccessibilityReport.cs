namespace Torrone.Browser.Tests;

/// <summary>What the rules of accessibility say of a page in one theme.</summary>
public sealed class AccessibilityReport
{
    /// <summary>How many rules found something to approve of.</summary>
    public int Passes { get; init; }

    /// <summary>Each place that breaks a rule, with the rule and its advice.</summary>
    public string[] Violations { get; init; } = [];
}
