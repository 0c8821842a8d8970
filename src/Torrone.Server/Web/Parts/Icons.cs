namespace Torrone.Server.Web.Parts;

/// <summary>Our own line icons: inner SVG on a grid of 20 × 20, drawn with a stroke of 1.75.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> Drawings = new(StringComparer.Ordinal)
    {
        ["branch"] = """<circle cx="6" cy="4.5" r="2"/><circle cx="6" cy="15.5" r="2"/><circle cx="14" cy="7" r="2"/><path d="M6 6.5v7M14 9c0 3-4 2.5-7 4.6"/>""",
        ["calendar"] = """<rect x="3" y="4.5" width="14" height="12.5" rx="2"/><path d="M3 8.5h14M7 2.5v3.5M13 2.5v3.5"/>""",
        ["chart"] = """<path d="M3 17h14M5.5 14v-3.5M10 14V5M14.5 14V8"/>""",
        ["check"] = """<path d="m4 10.5 4 4 8-9"/>""",
        ["check-circle"] = """<circle cx="10" cy="10" r="7.25"/><path d="m6.75 10.25 2.25 2.25 4.25-4.75"/>""",
        ["chevron-down"] = """<path d="m5 7.5 5 5 5-5"/>""",
        ["chevron-left"] = """<path d="m12.5 5-5 5 5 5"/>""",
        ["chevron-right"] = """<path d="m7.5 5 5 5-5 5"/>""",
        ["clock"] = """<circle cx="10" cy="10" r="7.25"/><path d="M10 5.75V10l2.75 2"/>""",
        ["copy"] = """<rect x="7" y="7" width="10" height="10" rx="2"/><path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2"/>""",
        ["download"] = """<path d="M10 3v9.5m-4-4 4 4 4-4M3.5 16.5h13"/>""",
        ["external"] = """<path d="M11.5 3.5h5v5M16.5 3.5 9 11M14 12v2.5a2 2 0 0 1-2 2H5.5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2H8"/>""",
        ["eye"] = """<path d="M2.5 10S5.2 4.75 10 4.75 17.5 10 17.5 10 14.8 15.25 10 15.25 2.5 10 2.5 10Z"/><circle cx="10" cy="10" r="2.25"/>""",
        ["eye-off"] = """<path d="M7.9 5.05A7 7 0 0 1 10 4.75C14.8 4.75 17.5 10 17.5 10a13 13 0 0 1-2.2 2.85M5 6.6A12.6 12.6 0 0 0 2.5 10S5.2 15.25 10 15.25a7.2 7.2 0 0 0 3.4-.85M3 3l14 14"/>""",
        ["file"] = """<path d="M11.5 2.75H6a1.75 1.75 0 0 0-1.75 1.75v11A1.75 1.75 0 0 0 6 17.25h8a1.75 1.75 0 0 0 1.75-1.75V7Zm0 0V7h4.25M7.5 10.5h5M7.5 13.5h5"/>""",
        ["filter"] = """<path d="M3 5h14M5.75 10h8.5M8.5 15h3"/>""",
        ["flag"] = """<path d="M5 17.5V3M5 3.75h10.25l-2.5 3.5 2.5 3.5H5"/>""",
        ["globe"] = """<circle cx="10" cy="10" r="7.25"/><path d="M2.75 10h14.5M10 2.75c2.2 2 3.2 4.4 3.2 7.25s-1 5.25-3.2 7.25c-2.2-2-3.2-4.4-3.2-7.25s1-5.25 3.2-7.25Z"/>""",
        ["history"] = """<path d="M3.3 8A7.25 7.25 0 1 1 2.75 10.6M3 3.75V8h4.25M10 6.25V10l2.5 1.75"/>""",
        ["home"] = """<path d="M3 9.25 10 3l7 6.25M5 7.75V17h10V7.75M8.25 17v-4.5h3.5V17"/>""",
        ["info"] = """<circle cx="10" cy="10" r="7.25"/><path d="M10 9.25v4.25M10 6.4v.1"/>""",
        ["key"] = """<circle cx="6.75" cy="13.25" r="3.5"/><path d="m9.25 10.75 7-7M13 7l2.5 2.5M15 5l1.75 1.75"/>""",
        ["license"] = """<path d="M10 3v14M6 17h8M4 6l6-1.5L16 6M4 6 2 11.5h4Zm12 0-2 5.5h4Z"/>""",
        ["lock"] = """<rect x="4" y="9" width="12" height="8" rx="2"/><path d="M6.75 9V6.25a3.25 3.25 0 0 1 6.5 0V9"/>""",
        ["mail"] = """<rect x="2.75" y="4.5" width="14.5" height="11" rx="2"/><path d="m3.25 6 6.75 5 6.75-5"/>""",
        ["menu"] = """<path d="M3 5.5h14M3 10h14M3 14.5h14"/>""",
        ["minus"] = """<path d="M4.5 10h11"/>""",
        ["monitor"] = """<rect x="2.75" y="3.5" width="14.5" height="10" rx="1.75"/><path d="M7 17h6M10 13.5V17"/>""",
        ["moon"] = """<path d="M16.5 11.9A6.75 6.75 0 0 1 8.1 3.5a6.75 6.75 0 1 0 8.4 8.4Z"/>""",
        ["package"] = """<path d="M10 2.5 3.25 6v8L10 17.5 16.75 14V6Zm0 0M3.25 6 10 9.5 16.75 6M10 9.5v8M6.5 4.3l6.9 3.5"/>""",
        ["pencil"] = """<path d="M12.5 4.5 15.5 7.5 7 16l-3.75.75L4 13ZM11 6l3 3"/>""",
        ["plus"] = """<path d="M10 4v12M4 10h12"/>""",
        ["refresh"] = """<path d="M16.5 8A7 7 0 0 0 4.2 6.2L3 8M3 4v4h4M3.5 12a7 7 0 0 0 12.3 1.8L17 12m0 4v-4h-4"/>""",
        ["search"] = """<circle cx="8.75" cy="8.75" r="5.5"/><path d="m13 13 4 4"/>""",
        ["settings"] = """<path d="M3 6h7M14.5 6H17M3 14h2.5M10 14h7"/><circle cx="12.25" cy="6" r="2.25"/><circle cx="7.75" cy="14" r="2.25"/>""",
        ["shield"] = """<path d="M10 2.75 4 5v4.5c0 3.6 2.4 6.3 6 7.75 3.6-1.45 6-4.15 6-7.75V5Z"/><path d="m7.5 9.75 1.9 1.9 3.1-3.4"/>""",
        ["sign-out"] = """<path d="M8 3.25H5a1.75 1.75 0 0 0-1.75 1.75v10A1.75 1.75 0 0 0 5 16.75h3M8 10h9m-3.5-3.5L17 10l-3.5 3.5"/>""",
        ["sun"] = """<circle cx="10" cy="10" r="3.25"/><path d="M10 2.5v1.75M10 15.75v1.75M2.5 10h1.75M15.75 10h1.75M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M4.7 15.3l1.2-1.2M14.1 5.9l1.2-1.2"/>""",
        ["tag"] = """<path d="M3 3.5h6.25L17 11.25 11.25 17 3 9.25Z"/><path d="M6.6 6.9v.1"/>""",
        ["trash"] = """<path d="M3.5 5.5h13M8 5.5v-2h4v2M5 5.5l.75 11.25h8.5L15 5.5M8.25 8.75v5M11.75 8.75v5"/>""",
        ["upload"] = """<path d="M10 13.5V4m-4 4 4-4 4 4M3.5 16.5h13"/>""",
        ["user"] = """<circle cx="10" cy="6.75" r="3.25"/><path d="M3.75 17c.6-3.4 3-5 6.25-5s5.65 1.6 6.25 5"/>""",
        ["users"] = """<circle cx="7.5" cy="7" r="2.75"/><path d="M2.5 16c.4-2.9 2.3-4.25 5-4.25s4.6 1.35 5 4.25M13 4.5a2.6 2.6 0 0 1 0 5M14.5 12c1.8.5 2.8 1.8 3 4"/>""",
        ["warning"] = """<path d="M10 3.25 2.5 16.5h15ZM10 8.25v4M10 14.4v.1"/>""",
        ["x"] = """<path d="m5 5 10 10M15 5 5 15"/>""",
        ["x-circle"] = """<circle cx="10" cy="10" r="7.25"/><path d="m7.5 7.5 5 5M12.5 7.5l-5 5"/>""",
    };

    /// <summary>Every name, sorted, for the design system's page and its test.</summary>
    public static IReadOnlyCollection<string> Names => Drawings.Keys;

    /// <summary>The drawing of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static string Drawing(string name) =>
        Drawings.TryGetValue(name, out string? drawing) ? drawing : throw new KeyNotFoundException($"There is no icon '{name}'.");
}
