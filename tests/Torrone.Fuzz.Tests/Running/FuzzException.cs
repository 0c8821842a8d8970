namespace Torrone.Fuzz.Tests.Running;

/// <summary>An input that does what none may; the message says how to have it tried again.</summary>
internal sealed class FuzzException(string message, Exception? inner = null) : Exception(message, inner);
