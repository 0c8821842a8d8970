using Microsoft.Data.Sqlite;
using Torrone.Server.Data;

namespace Torrone.Server.Search;

/// <summary>
/// The index on disk: an SQLite file of its own, in write-ahead mode, so that readers go on while the one writer works. It can be
/// thrown away at any time.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    /// <summary>Raised whenever tables, words or entries change their form; an index of another format is not read.</summary>
    public const int Format = 2;

    private readonly string _path;
    private readonly string _connection;
    private readonly Lock _gate = new();
    private SqliteConnection? _writer;
    private long _generation;

    /// <param name="path">The file; made when the writer is first asked for.</param>
    public IndexFile(string path)
    {
        SqliteLibrary.Load();
        _path = path;
        _connection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
    }

    /// <summary>True once there is an index that queries can be answered from.</summary>
    public bool IsReady { get; set; }

    /// <summary>Grows with every change in this process: what was computed at one generation holds until the next.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    /// <summary>Says that a change was committed.</summary>
    public void Changed() => Interlocked.Increment(ref _generation);

    public bool Exists => File.Exists(_path);

    /// <summary>A pooled connection; the caller disposes it. The index must have been opened.</summary>
    public SqliteConnection OpenRead()
    {
        SqliteConnection connection = new(_connection);
        connection.Open();
        return connection;
    }

    /// <summary>The writer's own connection. Whoever uses it holds the writer's turn.</summary>
    public SqliteConnection Writer()
    {
        lock (_gate)
        {
            return _writer ??= OpenWriter();
        }
    }

    /// <summary>Removes the file; the next use of the writer makes an empty one. Readers that are busy finish on the old one.</summary>
    public void Delete()
    {
        lock (_gate)
        {
            CloseAll();
            foreach (string suffix in (string[])["", "-wal", "-shm"])
            {
                File.Delete(_path + suffix);
            }
        }
    }

    /// <summary>True when SQLite says that the file is damaged or no database.</summary>
    public static bool IsDamage(Exception exception) => exception is SqliteException { SqliteErrorCode: 11 or 26 };

    public void Dispose()
    {
        lock (_gate)
        {
            CloseAll();
        }
    }

    private void CloseAll()
    {
        _writer?.Dispose();
        _writer = null;
        using SqliteConnection any = new(_connection);
        SqliteConnection.ClearPool(any);
    }

    private SqliteConnection OpenWriter()
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(_path))
        {
            // Private feeds are in here too: nobody but the server reads this file.
            File.Open(_path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }

        SqliteConnection connection = new(new SqliteConnectionStringBuilder(_connection)
        {
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            using SqliteCommand probe = connection.Statement("SELECT count(*) FROM pragma_module_list WHERE name = 'fts5'", default(SqliteTransaction));
            if (probe.ExecuteScalar() is 0L)
            {
                // Some systems build their SQLite without it, and the error of the first table would not say so.
                throw new DatabaseUnavailableException(SearchText.Text["NoFullText"]);
            }

            // NORMAL: a power cut may lose the last rows but not the order; the log has them.
            connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
