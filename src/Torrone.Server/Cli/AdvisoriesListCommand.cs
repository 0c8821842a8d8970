using System.CommandLine;
using System.Globalization;
using Torrone.Server.Packages.Advisories;

namespace Torrone.Server.Cli;

/// <summary><c>torrone advisories list</c>: a table of what was imported, the latest first.</summary>
internal static class AdvisoriesListCommand
{
    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Option<string?> find = new("--find") { Description = CliText.Text["Option.find"], HelpName = "TEXT" };
        Option<bool> here = new("--here") { Description = CliText.Text["Option.here"] };
        Command list = new("list", CliText.Text["Advisories.list"]) { find, here };
        list.SetAction(async (result, cancellation) =>
        {
            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            AdvisoryList advisories = app.Services.GetRequiredService<AdvisoryList>();
            if (await advisories.StateAsync(cancellation) is not { } state)
            {
                await Console.Error.WriteLineAsync(CliText.Text["Advisories.None"]);
                return ExitCodes.Done;
            }

            List<StoredAdvisory> all = [];
            long total;
            int page = 0;
            do
            {
                (total, IReadOnlyList<StoredAdvisory> more) = await advisories.FindAsync(result.GetValue(find), result.GetValue(here), ++page, cancellation);
                all.AddRange(more);
            }
            while (all.Count < total && page * AdvisoryList.PageSize < total);
            await TextTable.WriteAsync(Console.Out, ["Id", "Severity", "State", "Packages", "Summary"], [.. all.Select(Row)]);
            await Console.Error.WriteLineAsync(CliText.Text.Format("Advisories.LastImport",
                DateTimeOffset.FromUnixTimeMilliseconds(state.ImportedAt).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture)));
            return ExitCodes.Done;
        });
        return list;
    }

    private static string[] Row(StoredAdvisory advisory) =>
    [
        advisory.Identifier,
        CliText.Text["Severity." + advisory.Severity],
        CliText.Text[advisory.WithdrawnAt is not null ? "Advisory.Withdrawn" : advisory.DismissedAt is not null ? "Advisory.Dismissed" : "Advisory.Counts"],
        string.Join(',', advisory.Packages.Take(5).Select(p => p.Id)) + (advisory.Packages.Count > 5 ? ",…" : ""),
        advisory.Summary.Length > 80 ? advisory.Summary[..79] + "…" : advisory.Summary,
    ];
}
