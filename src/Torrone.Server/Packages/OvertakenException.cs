namespace Torrone.Server.Packages;

/// <summary>Another transaction was faster, and what this one was decided on is no longer so: roll back and begin again.</summary>
internal sealed class OvertakenException : Exception;
