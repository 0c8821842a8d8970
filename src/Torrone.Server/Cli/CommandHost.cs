namespace Torrone.Server.Cli;

/// <summary>What the command line needs of the program; handed in, because it may not know the rooms that serve.</summary>
/// <param name="ServeAsync">Runs the server until it is stopped; answers the exit code. Takes configuration arguments (--Name=value).</param>
/// <param name="OpenAsync">
/// Opens the data for a small command, beside a running server: the services of every room, nothing running. The caller disposes it.
/// </param>
public sealed record CommandHost(Func<string[], Task<int>> ServeAsync, Func<string[], Task<WebApplication>> OpenAsync);
