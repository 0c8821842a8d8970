using System.CommandLine;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Links;

namespace Torrone.Server.Cli;

/// <summary><c>torrone users reset-factors</c>: for who has lost the phone, the passkeys and the recovery codes, an administrator included.</summary>
internal static class UsersResetFactorsCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string> name = new("NAME") { Description = CliText.Text["Argument.userName"] };
        Command reset = new("reset-factors", CliText.Text["Users.resetFactors"]) { name };
        reset.SetAction(async result =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            string site = app.Services.GetRequiredService<LinkBase>().OfServer(app.Configuration["Urls"]?.Split(';')[0]);
            string who = result.GetRequiredValue(name);
            bool done = await app.Services.GetRequiredService<ResetFactors>().RunAsync(who, site);
            await Console.Error.WriteLineAsync(CliText.Text.Format(done ? "FactorsReset" : "NoSuchUser", who));
            return done ? ExitCodes.Done : ExitCodes.Refused;
        });
        return reset;
    }
}
