namespace Torrone.Server.Search;

/// <summary>An owner of a package as the database knows it.</summary>
internal readonly record struct PackageOwner(long PrincipalId, string Name);
