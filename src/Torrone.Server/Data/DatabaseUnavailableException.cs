namespace Torrone.Server.Data;

/// <summary>The database cannot be used as it is; the message is for the person who runs the server.</summary>
public sealed class DatabaseUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
