namespace Torrone.Server.Operations.Administration;

/// <summary>One rule of the gallery as it stands.</summary>
/// <param name="Setting">The environment variable that sets it.</param>
/// <param name="Value">The value in force; never a secret.</param>
public sealed record SitePolicy(string Setting, string Value);
