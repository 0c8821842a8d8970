namespace Torrone.Server.Packages.Download;

/// <summary>Downloads of one version since they were last written down. Thread-safe.</summary>
public sealed class DownloadTally(long versionId)
{
    private long _count;

    public long VersionId { get; } = versionId;

    public void Count() => Interlocked.Increment(ref _count);

    /// <summary>Takes what was counted and begins again at 0.</summary>
    public long Take() => Interlocked.Exchange(ref _count, 0);

    /// <summary>Gives back what could not be written.</summary>
    public void GiveBack(long count) => Interlocked.Add(ref _count, count);
}
