using Torrone.NuGet.Archives;
using Torrone.NuGet.Problems;
using Torrone.Server.ApiKeys;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Settings;

namespace Torrone.Server.Packages.Push;

/// <summary>
/// Looks into whatever somebody wants to publish, always in the same way and within the same limits. A key of this gallery that lies in it
/// is revoked at once: whoever reads packages could use it.
/// </summary>
public sealed class InspectPackage(TorroneSettings settings, EndLeakedKeys leaked, TimeProvider clock)
{
    private const int PackagesThatUnpackEightfold = 8;

    // Type and tag of the gallery, and the four characters that a list shows of a key.
    private const int ShownOfKey = 12;

    /// <summary>How keys look, of any gallery: the checksum in them leaves nothing to chance.</summary>
    public static SecretForm Keys { get; } = new('t', '_', 3, KeyText.Length, ShownOfKey, text => KeyText.TryParse(text, out _, out _));

    /// <summary>What a package may ask of a gallery that takes packages up to a size.</summary>
    /// <param name="maxPackageMiB">In MiB; where it is raised, what a package may unpack to grows with it.</param>
    public static ArchiveLimits Limits(int maxPackageMiB) => ArchiveLimits.Default with
    {
        Forbidden = Keys,
        MaxUnpackedBytes = Math.Max(ArchiveLimits.Default.MaxUnpackedBytes, ((long)maxPackageMiB << 20) * PackagesThatUnpackEightfold),
    };

    /// <summary>Inspects the whole stream, which stays open, and revokes keys that it finds.</summary>
    /// <param name="isSymbols">True for the rules of symbols packages.</param>
    /// <exception cref="IOException">The stream itself cannot be read.</exception>
    public async Task<PackageInspection> RunAsync(Stream archive, bool isSymbols, Pusher pusher, CancellationToken cancellation)
    {
        PackageInspection inspection = Look(archive, isSymbols, cancellation);
        if (inspection.Secrets.Count > 0)
        {
            await leaked.RunAsync([.. inspection.Secrets.Select(s => s.Reveal())], pusher.Actor, pusher.Site, cancellation);
        }

        return inspection;
    }

    private PackageInspection Look(Stream archive, bool isSymbols, CancellationToken cancellation)
    {
        TimeSpan most = TimeSpan.FromSeconds(settings.Limits.InspectSeconds);
        using CancellationTokenSource late = most > TimeSpan.Zero ? new(most, clock) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        ArchiveLimits limits = Limits(settings.MaxPackageMiB);
        try
        {
            return isSymbols
                ? PackageArchive.InspectSymbols(archive, limits, clock.GetUtcNow(), either.Token)
                : PackageArchive.Inspect(archive, limits, clock.GetUtcNow(), either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new PackageInspection { Problems = [new PackageProblem(ProblemCode.ArchiveTooSlow, $"{settings.Limits.InspectSeconds}")] };
        }
    }
}
