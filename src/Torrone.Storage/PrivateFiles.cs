using System.Security.Cryptography;

namespace Torrone.Storage;

/// <summary>Files and folders that nobody but the server's own account may open. Windows inherits the folder's rights instead.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode0700 = FileMode0600 | UnixFileMode.UserExecute;

    /// <summary>Sharing with readers, and with a rename or deletion under them, as Unix has it anyway.</summary>
    internal const FileShare ShareAll = FileShare.ReadWrite | FileShare.Delete;

    /// <summary>Makes the folder and what is missing above it. An existing folder keeps its mode.</summary>
    internal static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else if (!Directory.Exists(path))
        {
            // The runtime gives the mode to the last folder only; those it makes on the way would be open to all.
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } parent)
            {
                CreateFolder(parent);
            }

            Directory.CreateDirectory(path, FolderMode0700);
        }
    }

    /// <summary>A new, empty file with a random name, open for writing without a buffer of its own.</summary>
    internal static FileStream CreateTemporary(string folder)
    {
        var name = RandomNumberGenerator.GetHexString(32, lowercase: true) + BlobSpool.Extension;
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = ShareAll,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode0600;
        }

        return new FileStream(Path.Combine(folder, name), options);
    }

    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="DirectoryNotFoundException">No such folder.</exception>
    internal static FileStream OpenRead(string path) =>
        new(path, FileMode.Open, FileAccess.Read, ShareAll, bufferSize: 0, FileOptions.Asynchronous);

    /// <summary>Unix milliseconds.</summary>
    internal static long LastWrite(FileInfo file) => new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds();
}
