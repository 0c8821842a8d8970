using System.Runtime.InteropServices;

namespace Torrone.Storage;

/// <summary>
/// Makes the names in a folder survive a power cut: a file's own fsync saves its bytes but not its directory entry.
/// The runtime cannot open a folder, so libc is asked.
/// </summary>
internal static partial class FolderSync
{
    private const int Interrupted = 4; // EINTR, the same on Linux and macOS
    private const int NotSupported = 22; // EINVAL: this filesystem has no such operation, and keeps names in its own way
    private const int ReadOnly = 30; // EROFS: nothing can be waiting to be written

    /// <exception cref="IOException">The names may be lost. Asking again could falsely succeed: the kernel reports a failure once.</exception>
    internal static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS journals its names; FlushFileBuffers on a folder needs rights that a service does not have.
            return;
        }

        int handle;
        while ((handle = Open(folder, OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000)) < 0) // O_RDONLY | O_CLOEXEC
        {
            ThrowUnlessInterrupted(folder);
        }

        try
        {
            while (FSync(handle) < 0)
            {
                if (Marshal.GetLastPInvokeError() is NotSupported or ReadOnly)
                {
                    return;
                }

                ThrowUnlessInterrupted(folder);
            }
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static void ThrowUnlessInterrupted(string folder)
    {
        var error = Marshal.GetLastPInvokeError();
        if (error != Interrupted)
        {
            throw new IOException($"The folder {folder} could not be made durable: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FSync(int handle);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int handle);
}
