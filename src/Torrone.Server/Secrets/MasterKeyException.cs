namespace Torrone.Server.Secrets;

/// <summary>The master key cannot be used. The message is for the administrator and never holds any of the key.</summary>
public sealed class MasterKeyException(string message) : Exception(message);
