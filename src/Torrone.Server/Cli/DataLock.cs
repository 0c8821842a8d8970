namespace Torrone.Server.Cli;

/// <summary>
/// The lock on a data folder, a file that is locked and never read: many may share it (a server and small commands beside it), one
/// that replaces the data takes it alone. The system lets go of it when the process ends, however it ends.
/// </summary>
public sealed class DataLock : IDisposable
{
    private const string FileName = "torrone.lock";

    private readonly FileStream _file;

    private DataLock(FileStream file) => _file = file;

    /// <summary>Takes a share, making the folder when it is missing.</summary>
    /// <exception cref="DataInUseException">Another program holds the data alone.</exception>
    public static DataLock Share(string folder) => Take(folder, FileAccess.Read, FileShare.Read);

    /// <summary>Takes the data alone.</summary>
    /// <exception cref="DataInUseException">Another program uses the data.</exception>
    public static DataLock Alone(string folder) => Take(folder, FileAccess.ReadWrite, FileShare.None);

    public void Dispose() => _file.Dispose();

    private static DataLock Take(string folder, FileAccess access, FileShare share)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new DataLock(new FileStream(Path.Combine(folder, FileName), FileMode.OpenOrCreate, access, share));
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new DataInUseException(folder);
        }
    }
}
