using System.CommandLine;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;

namespace Torrone.Server.Cli;

/// <summary><c>torrone keys revoke</c>: stops a key at once, also on a running server.</summary>
internal static class KeysRevokeCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string> id = new("ID") { Description = CliText.Text["Argument.key"] };
        Option<string> user = KeysCommand.User();
        Option<string?> reason = new("--reason") { Description = CliText.Text["Option.reason"], HelpName = "TEXT" };
        Command revoke = new("revoke", CliText.Text["Keys.revoke"]) { id, user, reason };
        revoke.SetAction(async result =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            if (await KeysCommand.FindUserAsync(app.Services, result.GetRequiredValue(user)) is not { } account)
            {
                return ExitCodes.Refused;
            }

            bool found = await app.Services.GetRequiredService<EndKey>().RevokeAsync(Actor.CommandLine, account.PrincipalId,
                result.GetRequiredValue(id), result.GetValue(reason), KeysCommand.Site(app));
            await Console.Error.WriteLineAsync(CliText.Text.Format(found ? "KeyRevoked" : "NoSuchKey", result.GetRequiredValue(id), account.Name));
            return found ? ExitCodes.Done : ExitCodes.Refused;
        });
        return revoke;
    }
}
