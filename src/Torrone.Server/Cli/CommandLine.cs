using System.CommandLine;
using System.CommandLine.Invocation;
using Microsoft.AspNetCore.Connections;
using Torrone.Server.Data;
using Torrone.Server.Secrets;
using Torrone.Server.Settings;

namespace Torrone.Server.Cli;

/// <summary>
/// The command torrone. The pages are for people; these commands are for scripts, tests and first boot, and work on the data directly,
/// so that no server need be running. Results go to standard output, everything else to standard error.
/// </summary>
public static class CommandLine
{
    /// <summary>Reads the arguments, runs the command and answers its exit code (<see cref="ExitCodes"/>).</summary>
    public static async Task<int> RunAsync(string[] args, CommandHost host)
    {
        ParseResult result = Build(host).Parse(args);
        try
        {
            if (result.Action is ParseErrorAction misunderstood)
            {
                // The help would bury the sentence that matters, and standard output is for results.
                misunderstood.ShowHelp = false;
                misunderstood.ShowTypoCorrections = false;
            }

            int code = await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
            return result.Action is ParseErrorAction ? ExitCodes.Usage : code;
        }
        catch (Exception e) when (e is InvalidSettingException or MasterKeyException or DatabaseUnavailableException or DataInUseException)
        {
            // These say in one sentence what the person at the keyboard can mend: a stack trace would hide it.
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.Refused;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(CliText.Text.Format("AddressInUse", e.Message));
            return ExitCodes.Refused;
        }
    }

    private static RootCommand Build(CommandHost host)
    {
        SettingOptions settings = new();
        RootCommand root = new(CliText.Text["Root"]);
        settings.AddTo(root);
        ServeCommand.AddTo(root, settings, host);
        root.Add(UsersCommand.Build(settings, host));
        root.Add(KeysCommand.Build(settings, host));
        root.Add(CheckCommand.Build(settings));
        root.Add(AdvisoriesCommand.Build(settings, host));
        root.Add(VerifyCommand.Build(settings, host));
        return root;
    }
}
