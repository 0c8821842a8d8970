using System.CommandLine;

namespace Torrone.Server.Cli;

/// <summary>The options that every command has: they are the last word on the settings, after appsettings.json and the environment.</summary>
internal sealed class SettingOptions
{
    private readonly Option<string?> _data = new("--data") { Description = CliText.Text["Option.data"], HelpName = "FOLDER", Recursive = true };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = CliText.Text["Option.set"], HelpName = "NAME=VALUE", Recursive = true, Arity = ArgumentArity.OneOrMore,
    };

    public SettingOptions() => _set.Validators.Add(result =>
    {
        foreach (string pair in result.Tokens.Select(t => t.Value).Where(p => p.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            result.AddError(CliText.Text.Format("NotASetting", pair));
        }
    });

    public void AddTo(RootCommand root)
    {
        root.Add(_data);
        root.Add(_set);
    }

    /// <summary>The same as configuration arguments.</summary>
    public List<string> Read(ParseResult result)
    {
        List<string> arguments = [];
        if (result.GetValue(_data) is { Length: > 0 } data)
        {
            arguments.Add("--Torrone:Data=" + data);
        }

        foreach (string pair in result.GetValue(_set) ?? [])
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            arguments.Add($"--Torrone:{pair[..at].Replace("__", ":", StringComparison.Ordinal)}={pair[(at + 1)..]}");
        }

        return arguments;
    }
}
