namespace Torrone.Server.Cli;

/// <summary>Another program holds the data for itself. The message is for the person at the keyboard.</summary>
public sealed class DataInUseException(string folder) : Exception(CliText.Text.Format("DataInUse", folder));
