using System.CommandLine;
using Torrone.NuGet.Advisories;
using Torrone.Server.Packages.Advisories;

namespace Torrone.Server.Cli;

/// <summary>
/// <c>torrone advisories import PATH...</c>: files, archives and folders, such as a copy of a whole advisory database. 1 when something
/// in them was not understood; what was, is imported all the same.
/// </summary>
internal static class AdvisoriesImportCommand
{
    private const long MostUnpacked = 4L << 30;

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    public static Command Build(SettingOptions settings, CommandHost host)
    {
        Argument<string[]> paths = new("PATH") { Description = CliText.Text["Argument.advisories"], Arity = ArgumentArity.OneOrMore };
        Option<bool> dry = new("--dry-run") { Description = CliText.Text["Option.dryRun"] };
        Command import = new("import", CliText.Text["Advisories.import"]) { paths, dry };
        import.SetAction(async (result, cancellation) =>
        {
            string[] named = result.GetRequiredValue(paths);
            if (Array.Find(named, p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
            {
                await Console.Error.WriteLineAsync(CliText.Text.Format("NoSuchPath", missing));
                return ExitCodes.Refused;
            }

            AdvisoryIntake intake = new();
            foreach (string path in named)
            {
                await ReadAsync(intake, path, cancellation);
            }

            await using WebApplication app = await host.OpenAsync([.. settings.Read(result)]);
            await ImportAsync(app.Services.GetRequiredService<ImportAdvisories>(), intake, string.Join(", ", named.Select(Name)), result.GetValue(dry), cancellation);
            return intake.ProblemCount == 0 ? ExitCodes.Done : ExitCodes.Refused;
        });
        return import;
    }

    private static async Task ImportAsync(ImportAdvisories import, AdvisoryIntake intake, string source, bool dry, CancellationToken cancellation)
    {
        foreach (AdvisoryIntakeProblem problem in intake.Problems)
        {
            await Console.Error.WriteLineAsync($"{problem.File}{(problem.Identifier is null ? "" : " " + problem.Identifier)}: {problem.Sentence}");
        }

        if (intake.ProblemCount > intake.Problems.Count)
        {
            await Console.Error.WriteLineAsync(CliText.Text.Plural("Advisories.MoreProblems", intake.ProblemCount - intake.Problems.Count));
        }

        IReadOnlyList<AdvisoryRecord> records = intake.Records;
        IReadOnlyDictionary<AdvisoryChange, int> counts = dry || records.Count == 0
            ? Enum.GetValues<AdvisoryChange>().GroupJoin(
                await import.PlanAsync(AdvisoryKeeper.CommandLine, records, cancellation), c => c, p => p.Change, (c, all) => (c, all.Count())).ToDictionary(p => p.c, p => p.Item2)
            : await import.RunAsync(AdvisoryKeeper.CommandLine, records, source, cancellation);
        await Console.Out.WriteLineAsync(CliText.Text.Format(dry ? "Advisories.WouldImport" : "Advisories.Imported", counts[AdvisoryChange.New],
            counts[AdvisoryChange.Changed], counts[AdvisoryChange.Same], counts[AdvisoryChange.Older], intake.Elsewhere, intake.ProblemCount));
    }

    private static async Task ReadAsync(AdvisoryIntake intake, string path, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
        {
            await ReadFileAsync(intake, path, Path.GetFileName(path), cancellation);
            return;
        }

        foreach (string file in Directory.EnumerateFiles(path, "*", Everywhere).Where(f => AdvisoryFiles.IsOne(f) || f.EndsWith(".zip", StringComparison.OrdinalIgnoreCase)))
        {
            if (intake.IsFull)
            {
                intake.Refuse(path, AdvisoryProblem.TooMany);
                return;
            }

            await ReadFileAsync(intake, file, Path.GetRelativePath(path, file), cancellation);
        }
    }

    private static async Task ReadFileAsync(AdvisoryIntake intake, string path, string name, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        await AdvisoryFiles.ReadAsync(intake, name, file, MostUnpacked, cancellation);
    }

    private static string Name(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
}
