using System.CommandLine;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Audit;

namespace Torrone.Server.Cli;

/// <summary><c>torrone users …</c>.</summary>
internal static class UsersCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string> name = new("NAME") { Description = CliText.Text["Argument.userName"] };
        Option<string> email = new("--email") { Description = CliText.Text["Option.email"], HelpName = "ADDRESS", Required = true };
        Option<bool> admin = new("--admin") { Description = CliText.Text["Option.admin"] };
        Option<bool> fromInput = new("--password-stdin") { Description = CliText.Text["Option.passwordStdin"] };
        Command add = new("add", CliText.Text["Users.add"]) { name, email, admin, fromInput };
        add.SetAction(async result =>
        {
            string? password = result.GetValue(fromInput) ? await ReadPasswordAsync(Console.In) : null;
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            return await AddAsync(app, new NewAccount(result.GetRequiredValue(name), result.GetRequiredValue(email), password)
            {
                IsAdmin = result.GetValue(admin),
            });
        });
        return new Command("users", CliText.Text["Users"]) { add, UsersResetFactorsCommand.Build(settings, host) };
    }

    // A password is never an argument: other people on the machine can read those.
    private static async Task<string> ReadPasswordAsync(TextReader input)
    {
        // One more than allowed, so that one that is too long is refused and not cut.
        char[] buffer = new char[PasswordRules.Longest + 3];
        int length = await input.ReadBlockAsync(buffer);
        return new string(buffer, 0, length).TrimEnd('\r', '\n');
    }

    private static async Task<int> AddAsync(WebApplication app, NewAccount wanted)
    {
        string site = app.Services.GetRequiredService<LinkBase>().OfServer(app.Configuration["Urls"]?.Split(';')[0]);
        AddedPerson added = await app.Services.GetRequiredService<AddPerson>().RunAsync(wanted, site, Actor.CommandLine);
        if (added.Account is null)
        {
            foreach (AccountProblem problem in added.Problems)
            {
                await Console.Error.WriteLineAsync(problem.Sentence);
            }

            return ExitCodes.Refused;
        }

        await Console.Error.WriteLineAsync(CliText.Text.Format(wanted.IsAdmin ? "AdminAdded" : "UserAdded", added.Account.Name));
        if (added.Link is not null)
        {
            await Console.Error.WriteLineAsync(CliText.Text["PasswordLink"]);
            await Console.Out.WriteLineAsync(added.Link);
        }

        return ExitCodes.Done;
    }
}
