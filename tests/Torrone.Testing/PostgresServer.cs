using System.Diagnostics;

namespace Torrone.Testing;

/// <summary>A real PostgreSQL of its own, from the system's packages: started in a temporary folder, listening on a local socket alone, gone when disposed.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly string _programs;
    private readonly string _data;
    private int _databases;

    private PostgresServer(TemporaryFolder folder, string programs, string data)
    {
        _folder = folder;
        _programs = programs;
        _data = data;
    }

    /// <summary>Makes a cluster and starts it.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start; the message says what to do.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        string programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max() ?? ""
            : "";
        if (programs.Length == 0)
        {
            throw new InvalidOperationException("PostgreSQL is missing. On Debian, as root: apt-get install postgresql.");
        }

        TemporaryFolder folder = new();
        PostgresServer server = new(folder, programs, folder.Under("data"));
        // PostgreSQL refuses to run as root.
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", folder.Path);
        }

        await server.AsPostgresAsync("initdb", "-D", server._data, "-A", "trust", "-U", "torrone", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.AsPostgresAsync("pg_ctl", "-D", server._data, "-w", "-l", folder.Under("log"), "-o",
            $"-k {folder.Path} -c listen_addresses='' -c fsync=off", "start");
        return server;
    }

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref _databases)}";
        await AsPostgresAsync("createdb", "-h", _folder.Path, "-U", "torrone", name);
        return $"Host={_folder.Path};Username=torrone;Database={name};Pooling=true";
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync("pg_ctl", "-D", _data, "-m", "immediate", "-w", "stop");
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", Environment.UserName, _folder.Path);
        }

        _folder.Dispose();
    }

    private Task AsPostgresAsync(string program, params string[] arguments)
    {
        string path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    // pg_ctl leaves the server behind with whatever output it was given, so nothing is redirected here.
    private static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", program, .. arguments])
        {
            WorkingDirectory = "/",
        }) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
