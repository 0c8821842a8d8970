using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;

namespace Torrone.Server.Api.Keys;

/// <summary>The words for actions in a request. One that is not known is an error, so that nobody believes to have asked for it.</summary>
internal static class ApiActions
{
    /// <summary>Why the words cannot be used; null when they can.</summary>
    public static KeyProblem? Problem(IReadOnlyList<string>? words) => words?.FirstOrDefault(w => w is not null && KeyActions.Parse(w) is null, null) is { } unknown
        ? new KeyProblem("actions", ApiText.Text.English("ProblemAction", unknown.Length > 40 ? unknown[..40] : unknown, string.Join(", ", KeyActions.All.Select(a => a.Name()))))
        : null;

    public static IReadOnlyList<KeyAction> Read(IReadOnlyList<string>? words) => [.. (words ?? []).Select(KeyActions.Parse).OfType<KeyAction>()];
}
