using System.CommandLine;

namespace Torrone.Server.Cli;

/// <summary><c>torrone serve</c>, and what torrone does when nothing else is said.</summary>
internal static class ServeCommand
{
    public static void AddTo(RootCommand root, SettingOptions settings, CommandHost host)
    {
        Command serve = new("serve", CliText.Text["Serve"]);
        foreach (Command command in (Command[])[root, serve])
        {
            Option<string?> urls = new("--urls") { Description = CliText.Text["Option.urls"], HelpName = "URL" };
            command.Add(urls);
            command.SetAction(result => host.ServeAsync([.. settings.Read(result), .. Address(result.GetValue(urls))]));
        }

        root.Add(serve);
    }

    private static string[] Address(string? urls) => string.IsNullOrEmpty(urls) ? [] : ["--urls=" + urls];
}
