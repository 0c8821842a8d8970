namespace Torrone.Browser.Tests;

/// <summary>Who looks at the gallery, and through what. Default: a stranger at a wide screen, in light colours, in English, with script.</summary>
public sealed record VisitOptions
{
    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 900;

    public bool Dark { get; init; }

    public bool Script { get; init; } = true;

    /// <summary>A language tag; the pseudo-language is "qps-Ploc".</summary>
    public string Language { get; init; } = "en";

    /// <summary>Cookies of somebody who has signed in; null for a stranger.</summary>
    public string? SignedIn { get; init; }
}
