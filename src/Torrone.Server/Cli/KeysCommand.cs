using System.CommandLine;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Links;

namespace Torrone.Server.Cli;

/// <summary><c>torrone keys create|list|explain|revoke</c>.</summary>
internal static class KeysCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Command keys = new("keys", CliText.Text["Keys"]);
        keys.Add(KeysCreateCommand.Build(settings, host));
        keys.Add(KeysListCommand.Build(settings, host));
        keys.Add(KeysExplainCommand.Build(settings, host));
        keys.Add(KeysRevokeCommand.Build(settings, host));
        return keys;
    }

    public static Option<string> User() => new("--user") { Description = CliText.Text["Option.user"], HelpName = "NAME", Required = true };

    /// <summary>The account of the name; null, with the reason on standard error, when there is none.</summary>
    public static async Task<Account?> FindUserAsync(IServiceProvider services, string name)
    {
        Account? account = await services.GetRequiredService<AccountDirectory>().FindByNameAsync(name);
        if (account is null)
        {
            await Console.Error.WriteLineAsync(CliText.Text.Format("NoSuchUser", name));
        }

        return account;
    }

    /// <summary>What links in letters begin with.</summary>
    public static string Site(WebApplication app) =>
        app.Services.GetRequiredService<LinkBase>().OfServer(app.Configuration["Urls"]?.Split(';')[0]);

    /// <summary>Values given one by one or with commas between.</summary>
    public static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(v => v.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
