using Torrone.Server.Text;

namespace Torrone.Server.Web.Pages.Account;

/// <summary>What people call the browser and the system behind a User-Agent header: "Firefox on Linux". A guess, shown and never relied on.</summary>
internal static class ClientName
{
    // In this order: most browsers name others beside themselves.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chromium/", "Chromium"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string? agent)
    {
        TextSource text = WebText.Account;
        string? browser = Find(Browsers, agent);
        string? system = Find(Systems, agent);
        return browser is null ? text["Client.Unknown"]
            : system is null ? browser
            : text.Format("Client.On", browser, system);
    }

    private static string? Find((string Mark, string Name)[] known, string? agent) =>
        known.FirstOrDefault(one => agent?.Contains(one.Mark, StringComparison.Ordinal) == true).Name;
}
