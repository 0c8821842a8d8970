using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Torrone.Server.ApiKeys;
using Torrone.Server.Audit;
using Torrone.Server.Http;
using Torrone.Server.Packages.Explain;

namespace Torrone.Server.Cli;

/// <summary><c>torrone keys explain</c>: every rule that a use of a key would meet, and the first that refuses it. Exit code 1 when refused.</summary>
internal static class KeysExplainCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string?> id = new("ID") { Description = CliText.Text["Argument.key"], Arity = ArgumentArity.ZeroOrOne };
        Option<string?> user = new("--user") { Description = CliText.Text["Option.user"], HelpName = "NAME" };
        Option<bool> stdin = new("--key-stdin") { Description = CliText.Text["Option.keyStdin"] };
        Option<KeyOperation> action = new("--action")
        {
            Description = CliText.Text["Option.action"], HelpName = "push|unlist|relist|read", CustomParser = Operation,
            DefaultValueFactory = _ => KeyOperation.Push,
        };
        Option<string> package = new("--package") { Description = CliText.Text["Option.package"], HelpName = "ID", Required = true };
        Option<string?> version = new("--version") { Description = CliText.Text["Option.version"], HelpName = "VERSION" };
        Option<IPAddress?> address = new("--address") { Description = CliText.Text["Option.address"], HelpName = "ADDRESS", CustomParser = Address };
        Command explain = new("explain", CliText.Text["Keys.explain"]) { id, user, stdin, action, package, version, address };
        explain.Validators.Add(result =>
        {
            bool named = result.GetValue(id) is not null && result.GetValue(user) is not null;
            if (named == result.GetValue(stdin))
            {
                result.AddError(CliText.Text["ExplainWhich"]);
            }
        });
        explain.SetAction(async result =>
        {
            KeyTrial trial = new(result.GetValue(action), result.GetRequiredValue(package), result.GetValue(version)) { Address = result.GetValue(address) };
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            ExplainAnswer? answer = result.GetValue(stdin)
                ? await HeldAsync(app.Services, trial)
                : await NamedAsync(app.Services, result.GetValue(user)!, result.GetValue(id)!, trial);
            return answer is null ? ExitCodes.Refused : await WriteAsync(answer);
        });
        return explain;
    }

    private static async Task<ExplainAnswer?> NamedAsync(IServiceProvider services, string user, string id, KeyTrial trial)
    {
        if (await KeysCommand.FindUserAsync(services, user) is not { } account)
        {
            return null;
        }

        ExplainAnswer? answer = await services.GetRequiredService<ExplainKey>().RunAsync(Actor.CommandLine, account.PrincipalId, id, trial);
        if (answer is null)
        {
            await Console.Error.WriteLineAsync(CliText.Text.Format("NoSuchKey", id, account.Name));
        }

        return answer;
    }

    private static async Task<ExplainAnswer?> HeldAsync(IServiceProvider services, KeyTrial trial)
    {
        (PresentedKey? key, Refusal? unknown) = await services.GetRequiredService<KeyGate>().FindAsync(await Console.In.ReadLineAsync());
        if (key is not null)
        {
            return await services.GetRequiredService<ExplainKey>().RunAsync(key, trial);
        }

        await Console.Error.WriteLineAsync(Told(unknown!));
        return null;
    }

    private static async Task<int> WriteAsync(ExplainAnswer answer)
    {
        if (answer.Explanation is not { } explanation)
        {
            await Console.Error.WriteLineAsync(answer.Problem);
            return ExitCodes.Refused;
        }

        await TextTable.WriteAsync(Console.Out, ["Rule", "Result", "Meaning"],
            [.. explanation.Steps.Select(s => (string[])[s.Rule.Name(), CliText.Text["Step." + s.Result], s.Rule.Sentence()])]);
        await Console.Out.WriteLineAsync();
        await Console.Out.WriteLineAsync(explanation switch
        {
            { FirstFailure: { } step } => CliText.Text.Format("ExplainRefused", step.Rule.Name(), step.Refusal!.Status, step.Refusal.Code, Told(step.Refusal)),
            { Beyond: { } beyond } => CliText.Text.Format("ExplainBeyond", beyond.Status, beyond.Code, Told(beyond)),
            _ => CliText.Text["ExplainAllowed"],
        });
        return explanation.Refusal is null ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static string Told(Refusal refusal) => refusal.Localized?.Invoke() ?? refusal.Sentence;

    private static KeyOperation Operation(ArgumentResult result)
    {
        if (KeyOperations.Parse(result.Tokens[0].Value) is { } operation)
        {
            return operation;
        }

        result.AddError(CliText.Text.Format("NoSuchAction", result.Tokens[0].Value, string.Join(", ", Enum.GetValues<KeyOperation>().Select(o => o.Name()))));
        return default;
    }

    private static IPAddress? Address(ArgumentResult result)
    {
        if (IPAddress.TryParse(result.Tokens[0].Value, out IPAddress? address))
        {
            return address;
        }

        result.AddError(CliText.Text.Format("NotAnAddress", result.Tokens[0].Value));
        return null;
    }
}
