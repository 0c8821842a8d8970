namespace Torrone.Testing;

/// <summary>
/// The real dotnet command line as a person with an empty home and empty caches has it, whose only package source is one gallery.
/// </summary>
public sealed class DotnetClient : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    /// <param name="source">The gallery's service index.</param>
    public DotnetClient(string source)
    {
        Source = source;
        // Only what differs from the person's own environment. Build servers would outlive the test and keep its home open.
        _environment = new Dictionary<string, string?>
        {
            ["HOME"] = Make("home"),
            ["DOTNET_CLI_HOME"] = Make("home"),
            ["NUGET_PACKAGES"] = PackagesFolder,
            ["NUGET_HTTP_CACHE_PATH"] = Make("http-cache"),
            ["NUGET_SCRATCH"] = Make("scratch"),
            ["NUGET_API_KEY"] = null,
            ["DOTNET_NOLOGO"] = "1",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false",
            ["DOTNET_CLI_UI_LANGUAGE"] = "en",
            ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
            ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "true",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["MSBUILDTERMINALLOGGER"] = "off",
            ["NuGetAudit"] = "false",
        };
        File.WriteAllText(_folder.Under("nuget.config"), $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <clear />
                <add key="torrone" value="{source}" protocolVersion="3" allowInsecureConnections="true" />
              </packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
    }

    public string Source { get; }

    /// <summary>Where restore unpacks packages to.</summary>
    public string PackagesFolder => Make("packages");

    /// <summary>The folder that commands run in; its nuget.config names the one source.</summary>
    public string Folder => _folder.Path;

    public string Under(params string[] parts) => _folder.Under(parts);

    /// <summary>Sets a variable for every later command.</summary>
    public void Set(string name, string? value) => _environment[name] = value;

    /// <summary>Runs dotnet in <see cref="Folder"/>, or in a folder below it.</summary>
    public Task<CommandResult> RunAsync(IEnumerable<string> arguments, string? below = null, TimeSpan? timeout = null) =>
        Command.RunAsync("dotnet", arguments, below is null ? Folder : _folder.Under(below), _environment, timeout: timeout);

    /// <summary>dotnet nuget push, as the guides write it.</summary>
    public Task<CommandResult> PushAsync(string package, string? apiKey, params string[] more) => RunAsync(
        ["nuget", "push", package, "--source", Source, .. apiKey is null ? (string[])[] : ["--api-key", apiKey], .. more]);

    /// <summary>Writes a file under the folder, with the folders it needs.</summary>
    public string Write(string path, string content)
    {
        string full = _folder.Under(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }

    /// <summary>Forgets version lists and packages, so that the next command asks the gallery.</summary>
    public void EmptyCaches()
    {
        foreach (string cache in (string[])["packages", "http-cache", "scratch"])
        {
            Directory.Delete(_folder.Under(cache), recursive: true);
            Make(cache);
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Make(string name) => Directory.CreateDirectory(_folder.Under(name)).FullName;
}
