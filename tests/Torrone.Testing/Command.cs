using System.Diagnostics;

namespace Torrone.Testing;

/// <summary>Runs a program to its end and keeps what it wrote.</summary>
public static class Command
{
    /// <param name="program">A name on the path, or a path.</param>
    /// <param name="arguments">Passed on without a shell.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Set beside the inherited environment; null removes a variable.</param>
    /// <param name="input">Written to standard input, which is then closed.</param>
    /// <param name="timeout">Default three minutes. The whole process tree is killed then, and the call throws.</param>
    /// <exception cref="TimeoutException">The program did not end in time.</exception>
    public static async Task<CommandResult> RunAsync(
        string program,
        IEnumerable<string> arguments,
        string folder,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? input = null,
        TimeSpan? timeout = null)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        string line = $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)}";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"'{line}' did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input ?? "");
        process.StandardInput.Close();
        using CancellationTokenSource limit = new(timeout ?? TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return new CommandResult(line, process.ExitCode, await output.WaitAsync(limit.Token), await error.WaitAsync(limit.Token));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' did not end in time. It wrote:\n{(output.IsCompleted ? await output : "")}");
        }
    }
}
