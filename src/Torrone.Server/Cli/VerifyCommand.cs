using System.CommandLine;
using Torrone.Server.Operations;
using Torrone.Server.Text;

namespace Torrone.Server.Cli;

/// <summary><c>torrone verify</c>: a line for each problem and a summary on standard output; 1 when there is a problem.</summary>
internal static class VerifyCommand
{
    private static readonly TextSource Text = OperationsText.Text;

    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Command verify = new("verify", Text["VerifyCommand"]);
        verify.SetAction(async (result, cancellation) =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            VerifyReport report = await app.Services.GetRequiredService<VerifyGallery>().RunAsync(cancellation);
            await WriteAsync(report, Console.Out);
            return report.IsSound ? ExitCodes.Done : ExitCodes.Refused;
        });
        return verify;
    }

    private static async Task WriteAsync(VerifyReport report, TextWriter output)
    {
        foreach (string problem in report.Problems)
        {
            await output.WriteLineAsync(problem);
        }

        if (report.ProblemCount > report.Problems.Count)
        {
            await output.WriteLineAsync(Text.Plural("MoreProblems", report.ProblemCount - report.Problems.Count));
        }

        if (report.OrphanBlobs > 0)
        {
            await output.WriteLineAsync(Text.Plural("Orphans", report.OrphanBlobs));
        }

        await output.WriteLineAsync(Text.Format("Checked", report.Versions, report.Blobs, report.Bytes, report.LogRows));
        await output.WriteLineAsync(report.IsSound ? Text["Sound"] : Text.Plural("Unsound", report.ProblemCount));
    }
}
