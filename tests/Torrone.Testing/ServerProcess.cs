using System.Diagnostics;
using System.Net;
using System.Text;

namespace Torrone.Testing;

/// <summary>
/// The built server as a process of its own, on a free port and a data folder of its own, as a person would start it.
/// It can be stopped, killed without warning, and started again on the same data.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(120);

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _settings;
    private readonly StringBuilder _output = new();
    private Process? _process;

    private ServerProcess(IReadOnlyDictionary<string, string?>? settings)
    {
        _settings = new Dictionary<string, string?>(settings ?? new Dictionary<string, string?>());
        Address = new Uri($"http://localhost:{FreePort.Next()}");
        Client = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>The gallery's address, without a path.</summary>
    public Uri Address { get; }

    /// <summary>The address that a NuGet client is given.</summary>
    public string Source => new Uri(Address, "/v3/index.json").AbsoluteUri;

    public string DataFolder => _folder.Under("data");

    /// <summary>For requests to this server; does not follow redirects nor keep cookies of its own accord beyond the default handler.</summary>
    public HttpClient Client { get; }

    public MailFolder Mail => new(Path.Combine(DataFolder, "mail"));

    /// <summary>The running server's process id.</summary>
    public int ProcessId => _process?.Id ?? throw new InvalidOperationException("The server is not running.");

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan StartTook { get; private set; }

    /// <summary>Everything that all runs have written so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="settings">Environment variables, e.g. Torrone__MaxPackageMiB.</param>
    public static async Task<ServerProcess> StartAsync(IReadOnlyDictionary<string, string?>? settings = null)
    {
        ServerProcess server = new(settings);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server on the same data and the same port, after it was stopped or killed.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is { HasExited: false })
        {
            throw new InvalidOperationException("The server is running already.");
        }

        ProcessStartInfo start = new("dotnet", [Repository.ServerAssembly, "serve", "--urls", Address.AbsoluteUri.TrimEnd('/')])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach ((string name, string? value) in Environment())
        {
            start.Environment[name] = value;
        }

        long began = Stopwatch.GetTimestamp();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
        StartTook = Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Waits until the server says that it can do its work.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer within two minutes; the message holds what it wrote.</exception>
    public async Task WaitUntilReadyAsync()
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < StartBound)
        {
            if (_process is null or { HasExited: true })
            {
                throw new InvalidOperationException($"The server ended with {_process?.ExitCode} before it answered:\n{Output}");
            }

            try
            {
                using HttpResponseMessage answer = await Client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(10);
        }

        throw new InvalidOperationException($"The server was not ready within {StartBound.TotalSeconds} s:\n{Output}");
    }

    /// <summary>kill -9: no handler runs, nothing is flushed by the process.</summary>
    public async Task Kill9Async()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>SIGTERM, as a service supervisor stops it.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="TimeoutException">It did not end within the bound.</exception>
    public async Task<int> StopAsync(TimeSpan? bound = null)
    {
        Process process = _process ?? throw new InvalidOperationException("The server was never started.");
        Signals.AskToStop(process);
        using CancellationTokenSource limit = new(bound ?? TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The server did not stop on SIGTERM:\n{Output}");
        }

        return process.ExitCode;
    }

    /// <summary>Runs another command of the program on this server's data, whether it is running or not, e.g. "verify".</summary>
    public Task<CommandResult> CommandAsync(IEnumerable<string> arguments, string? input = null) =>
        Command.RunAsync("dotnet", [Repository.ServerAssembly, .. arguments], _folder.Path, Environment(), input);

    public async ValueTask DisposeAsync()
    {
        await Kill9Async();
        _process?.Dispose();
        Client.Dispose();
        _folder.Dispose();
    }

    // The child gets no settings but the test's own: one left in the person's environment would change what is tested.
    private Dictionary<string, string?> Environment()
    {
        Dictionary<string, string?> all = [];
        foreach (string name in System.Environment.GetEnvironmentVariables().Keys.Cast<string>())
        {
            if (name.StartsWith("Torrone__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal))
            {
                all[name] = null;
            }
        }

        all["Torrone__Data"] = DataFolder;
        all["DOTNET_ENVIRONMENT"] = null;
        foreach ((string name, string? value) in _settings)
        {
            all[name] = value;
        }

        return all;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
