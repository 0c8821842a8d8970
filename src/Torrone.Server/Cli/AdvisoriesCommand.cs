using System.CommandLine;

namespace Torrone.Server.Cli;

/// <summary><c>torrone advisories import|list|remove</c>.</summary>
internal static class AdvisoriesCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Command advisories = new("advisories", CliText.Text["Advisories"]);
        advisories.Add(AdvisoriesImportCommand.Build(settings, host));
        advisories.Add(AdvisoriesListCommand.Build(settings, host));
        advisories.Add(AdvisoriesRemoveCommand.Build(settings, host));
        return advisories;
    }
}
