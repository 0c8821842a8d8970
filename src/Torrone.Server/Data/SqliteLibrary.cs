using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Torrone.Server.Data;

/// <summary>Points the SQLite provider at the system's own library, which the system keeps patched.</summary>
internal static class SqliteLibrary
{
    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>Loads the library once.</summary>
    /// <exception cref="DatabaseUnavailableException">The system has no SQLite library; the message names the package.</exception>
    public static void Load()
    {
        lock (Gate)
        {
            if (_loaded)
            {
                return;
            }

            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
            try
            {
                raw.SetProvider(new SQLite3Provider_e_sqlite3());
            }
            catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
            {
                throw new DatabaseUnavailableException(DataText.Text["SqliteMissing"], e);
            }

            _loaded = true;
        }
    }

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3")
        {
            return IntPtr.Zero;
        }

        string[] candidates = OperatingSystem.IsWindows() ? ["winsqlite3"]
            : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
            : ["libsqlite3.so.0", "libsqlite3.so"];
        foreach (string candidate in candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out IntPtr handle))
            {
                return handle;
            }
        }

        return IntPtr.Zero;
    }
}
