using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Torrone.Server.Accounts;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Audit;

namespace Torrone.Server.Cli;

/// <summary><c>torrone keys create</c>: the key alone on standard output, so that a script can take it into a variable.</summary>
internal static class KeysCreateCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Option<string> user = KeysCommand.User();
        Option<string> name = new("--name") { Description = CliText.Text["Option.name"], HelpName = "TEXT", Required = true };
        Option<string[]> actions = new("--actions")
        {
            Description = CliText.Text["Option.actions"], HelpName = "push|push-version|unlist|read[,..]", Required = true,
        };
        Option<string[]> globs = new("--glob") { Description = CliText.Text["Option.glob"], HelpName = "PATTERN[,..]" };
        Option<int> expires = new("--expires")
        {
            Description = CliText.Text["Option.expires"], HelpName = "30d", CustomParser = Days,
            DefaultValueFactory = _ => KeyRequest.DefaultDays,
        };
        Option<string?> owner = new("--owner") { Description = CliText.Text["Option.owner"], HelpName = "ORGANIZATION" };
        KeyLimitOptions limits = new();
        actions.Validators.Add(CheckActions);
        Command create = new("create", CliText.Text["Keys.create"]) { user, name, actions, globs, expires, owner };
        limits.AddTo(create, globs);
        create.SetAction(async result =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            if (await KeysCommand.FindUserAsync(app.Services, result.GetRequiredValue(user)) is not { } account)
            {
                return ExitCodes.Refused;
            }

            if (await OwnerAsync(app.Services, account, result.GetValue(owner)) is not { } ownerId)
            {
                await Console.Error.WriteLineAsync(CliText.Text.Format("NoSuchOwner", result.GetValue(owner), account.Name));
                return ExitCodes.Refused;
            }

            return await CreateAsync(app.Services, limits.Take(result, new KeyRequest
            {
                PrincipalId = account.PrincipalId,
                Name = result.GetRequiredValue(name),
                OwnerId = ownerId,
                Actions = [.. KeysCommand.Split(result.GetValue(actions)).Select(KeyActions.Parse).OfType<KeyAction>()],
                Globs = KeysCommand.Split(result.GetValue(globs)),
                LifetimeDays = result.GetValue(expires),
                Site = KeysCommand.Site(app),
            }));
        });
        return create;
    }

    private static async Task<int> CreateAsync(IServiceProvider services, KeyRequest request)
    {
        IssueAnswer answer = await services.GetRequiredService<IssueKey>().RunAsync(Actor.CommandLine, request);
        if (answer.Secret is null)
        {
            foreach (KeyProblem problem in answer.Problems)
            {
                await Console.Error.WriteLineAsync(problem.Sentence);
            }

            return ExitCodes.Refused;
        }

        await Console.Error.WriteLineAsync(CliText.Text.Format("KeyCreated", request.Name,
            DateTimeOffset.FromUnixTimeMilliseconds(answer.ExpiresAt).UtcDateTime));
        await Console.Out.WriteLineAsync(answer.Secret.Reveal());
        return ExitCodes.Done;
    }

    private static async Task<long?> OwnerAsync(IServiceProvider services, Account account, string? name)
    {
        List<KeyOwner> owners = await services.GetRequiredService<ListKeys>().OwnersAsync(Actor.CommandLine, account.PrincipalId);
        return string.IsNullOrEmpty(name)
            ? account.PrincipalId
            : owners.Find(o => o.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Id;
    }

    private static void CheckActions(OptionResult result)
    {
        foreach (string word in KeysCommand.Split([.. result.Tokens.Select(t => t.Value)]).Where(w => KeyActions.Parse(w) is null))
        {
            result.AddError(CliText.Text.Format("NoSuchAction", word, string.Join(", ", KeyActions.All.Select(a => a.Name()))));
        }
    }

    private static int Days(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.EndsWith('d') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int days))
        {
            return days;
        }

        result.AddError(CliText.Text.Format("NotDays", text));
        return 0;
    }
}
