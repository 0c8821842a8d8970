namespace Torrone.NuGet.Manifests;

/// <summary>Where a package's sources are kept. The address is as the author wrote it and may be of any scheme: check before linking.</summary>
public sealed record SourceRepository(string? Type, string? Url, string? Commit, string? Branch);
