namespace Torrone.Server.Accounts;

/// <summary>Somebody asked for what only administrators may do. Pages answer 403.</summary>
public sealed class NotAdministratorException() : Exception("Only an administrator may do this.");
