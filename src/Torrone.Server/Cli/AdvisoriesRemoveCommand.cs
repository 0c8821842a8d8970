using System.CommandLine;
using Torrone.Server.Packages.Advisories;

namespace Torrone.Server.Cli;

/// <summary><c>torrone advisories remove ID...</c>: they count no more, until an import brings them back.</summary>
internal static class AdvisoriesRemoveCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string[]> ids = new("ID") { Description = CliText.Text["Argument.advisory"], Arity = ArgumentArity.OneOrMore };
        Command remove = new("remove", CliText.Text["Advisories.remove"]) { ids };
        remove.SetAction(async (result, cancellation) =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            DecideAdvisory decide = app.Services.GetRequiredService<DecideAdvisory>();
            int code = ExitCodes.Done;
            foreach (string id in result.GetRequiredValue(ids))
            {
                bool found = await decide.RemoveAsync(AdvisoryKeeper.CommandLine, id, cancellation);
                await Console.Error.WriteLineAsync(CliText.Text.Format(found ? "Advisories.Removed" : "Advisories.NoSuch", id));
                code = found ? code : ExitCodes.Refused;
            }

            return code;
        });
        return remove;
    }
}
