namespace Torrone.Storage.Tests;

public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("torrone-storage-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
