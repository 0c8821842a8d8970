using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Torrone.Testing;

/// <summary>What a service supervisor sends to ask a process to stop.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;

    /// <summary>Sends SIGTERM; does nothing when the process has gone.</summary>
    public static void AskToStop(Process process)
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, Terminate);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
