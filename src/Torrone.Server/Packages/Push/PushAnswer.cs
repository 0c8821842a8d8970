using Torrone.NuGet.Manifests;
using Torrone.Server.Http;

namespace Torrone.Server.Packages.Push;

/// <summary>How a push ended: published (a manifest), or refused (a refusal) with nothing left behind.</summary>
/// <param name="Manifest">The published package's; null when refused.</param>
/// <param name="Refusal">Null when published.</param>
/// <param name="Warnings">English sentences about what the author might do better.</param>
/// <param name="IsReplay">True when the same bytes had been published by the same client session before: a retry, answered as the first try.</param>
public sealed record PushAnswer(PackageManifest? Manifest, Refusal? Refusal, IReadOnlyList<string> Warnings, bool IsReplay = false)
{
    public static PushAnswer Refused(Refusal refusal) => new(null, refusal, []);
}
