using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Signatures;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;
using Torrone.Server.Settings;

namespace Torrone.Server.Cli;

/// <summary>
/// <c>torrone check FILE...</c>: what a push would say of the content of packages, without a gallery, a key or a network. 0 when all may be
/// pushed, 1 when any has a problem or cannot be read.
/// </summary>
internal static class CheckCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Build(SettingOptions settings)
    {
        Argument<string[]> files = new("FILE") { Description = CliText.Text["Argument.files"], Arity = ArgumentArity.OneOrMore };
        Option<bool> json = new("--json") { Description = CliText.Text["Option.json"] };
        Command check = new("check", CliText.Text["Check"]) { files, json };
        check.SetAction(async (result, cancellation) =>
        {
            TorroneSettings own = TorroneSettings.From(new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine([.. settings.Read(result)]).Build());
            List<CheckedFile> found = [.. result.GetRequiredValue(files).SelectMany(Files).Select(file => Check(file, own, cancellation))];
            if (result.GetValue(json))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(found, Json));
            }
            else
            {
                await WriteAsync(found, Console.Out);
            }

            return found.TrueForAll(f => f.Problems.Length == 0) ? ExitCodes.Done : ExitCodes.Refused;
        });
        return check;
    }

    /// <summary>A file, or (where the shell has not done it) what a pattern such as *.nupkg stands for.</summary>
    private static IEnumerable<string> Files(string name) => Path.GetFileName(name).Contains('*', StringComparison.Ordinal)
        && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(name)))
            ? Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(name))!, Path.GetFileName(name)).Order(StringComparer.Ordinal)
            : [name];

    private static CheckedFile Check(string file, TorroneSettings settings, CancellationToken cancellation)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length > (long)settings.MaxPackageMiB << 20)
            {
                Refusal refusal = PushRules.TooLarge(settings.MaxPackageMiB);
                return new CheckedFile(file, null, null, null, [new Finding(refusal.Code, refusal.Sentence)], []);
            }

            ArchiveLimits limits = InspectPackage.Limits(settings.MaxPackageMiB);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            PackageInspection inspection = file.EndsWith(".snupkg", StringComparison.OrdinalIgnoreCase)
                ? PackageArchive.InspectSymbols(stream, limits, now, cancellation)
                : PackageArchive.Inspect(stream, limits, now, cancellation);
            return new CheckedFile(file, Name(inspection.Declared?.Id), Name(inspection.Declared?.Version), inspection.Manifest?.Signature,
                Findings(inspection.Problems), Findings(inspection.Warnings));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CheckedFile(file, null, null, null, [new Finding("file-unreadable", CliText.Text.Format("FileUnreadable", e.Message))], []);
        }
    }

    private static async Task WriteAsync(List<CheckedFile> files, TextWriter output)
    {
        foreach (CheckedFile file in files)
        {
            await output.WriteLineAsync(file.Id is null ? file.File : $"{file.File}: {file.Id} {file.Version}");
            foreach (Finding problem in file.Problems)
            {
                await output.WriteLineAsync("  " + CliText.Text.Format("CheckProblem", problem.Code, problem.Message));
            }

            foreach (Finding warning in file.Warnings)
            {
                await output.WriteLineAsync("  " + CliText.Text.Format("CheckWarning", warning.Code, warning.Message));
            }

            if (file.Signature is { } signature)
            {
                await output.WriteLineAsync("  " + CliText.Text.Format("CheckSigned", signature.Signer, signature.Fingerprint));
            }
        }

        await output.WriteLineAsync(CliText.Text.Plural("CheckedFiles", files.Count, files.Count(f => f.Problems.Length == 0)));
    }

    private static string? Name(string? declared) => string.IsNullOrEmpty(declared) ? null : declared;

    private static Finding[] Findings(IReadOnlyList<PackageProblem> problems) => [.. problems.Select(p => new Finding(p.Code, p.ReasonPhrase()))];

    private sealed record CheckedFile(string File, string? Id, string? Version, PackageSignature? Signature, Finding[] Problems, Finding[] Warnings);

    private sealed record Finding(string Code, string Message);
}
