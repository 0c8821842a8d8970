namespace Torrone.Server.Http;

/// <summary>
/// An address that a private gallery leaves open: it shows nothing of what the gallery holds (signing in, styles, health), or asks for
/// credentials itself (publishing, the keys' own API). Every address without this is closed.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenToStrangersAttribute : Attribute;
