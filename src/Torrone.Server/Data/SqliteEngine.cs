using System.Data;
using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Torrone.Server.Data;

/// <summary>The embedded default: one file, write-ahead log, one writer connection, pooled readers.</summary>
public sealed class SqliteEngine : DatabaseEngine
{
    private readonly string _path;
    private readonly string _readConnection;
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly SemaphoreSlim _watch = new(1, 1);
    private SqliteConnection? _writeConnection;
    private SqliteConnection? _watchConnection;

    /// <param name="path">The database file; made when missing, with mode 0600.</param>
    public SqliteEngine(string path)
    {
        SqliteLibrary.Load();
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        MakePrivate(path);
        _readConnection = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = 30,
            Pooling = true,
        }.ToString();
    }

    public override string Name => "sqlite";

    public override async ValueTask<DbConnection> OpenReadAsync(CancellationToken cancellation)
    {
        SqliteConnection connection = new(_readConnection);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override async ValueTask<WriteLease> BeginWriteAsync(CancellationToken cancellation)
    {
        await _writer.WaitAsync(cancellation);
        try
        {
            _writeConnection ??= OpenWriter();
            // BEGIN IMMEDIATE: a transaction that reads first and writes later would fail with BUSY_SNAPSHOT.
            SqliteTransaction transaction = _writeConnection.BeginTransaction(IsolationLevel.Serializable, deferred: false);
            return new WriteLease(_writeConnection, transaction, GiveBack);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellation) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    public override string Translate(string sql) => sql
        .Replace("{{id}}", "INTEGER PRIMARY KEY AUTOINCREMENT", StringComparison.Ordinal)
        .Replace("{{blob}}", "BLOB", StringComparison.Ordinal)
        .Replace("{{zero32}}", "zeroblob(32)", StringComparison.Ordinal);

    public override bool IsUniqueViolation(DbException exception) =>
        exception is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 };

    // BUSY, LOCKED, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, NOTADB: the file, never the statement.
    public override bool IsAway(DbException exception) => exception is SqliteException { SqliteErrorCode: 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26 };

    public override async Task<bool> IsEmptyAsync(DbConnection connection, DbTransaction? transaction) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'meta'", transaction: transaction) == 0;

    // The write transaction is the lock.
    public override Task LockForMigrationAsync(DbConnection connection, DbTransaction transaction) => Task.CompletedTask;

    public override async Task<long> ForeignCommitMarkAsync(CancellationToken cancellation)
    {
        await _watch.WaitAsync(cancellation);
        try
        {
            if (_watchConnection is null)
            {
                _watchConnection = new SqliteConnection(_readConnection);
                _watchConnection.Open();
            }

            return _watchConnection.ExecuteScalar<long>("PRAGMA data_version");
        }
        finally
        {
            _watch.Release();
        }
    }

    public override async Task<string?> KeepCopyAsync(string label, CancellationToken cancellation)
    {
        string copy = $"{_path}.{label}";
        if (File.Exists(copy))
        {
            return copy;
        }

        // Under another name until it is whole: what a crash leaves of it must not pass for the copy at the next start.
        string part = copy + ".part";
        File.Delete(part);
        MakePrivate(part);
        await using DbConnection connection = await OpenReadAsync(cancellation);
        await connection.ExecuteAsync("VACUUM INTO @part", new { part });
        File.Move(part, copy);
        return copy;
    }

    public override async ValueTask DisposeAsync()
    {
        await _writer.WaitAsync();
        if (_writeConnection is not null)
        {
            await _writeConnection.DisposeAsync();
        }

        if (_watchConnection is not null)
        {
            await _watchConnection.DisposeAsync();
        }

        _writer.Dispose();
        _watch.Dispose();
        SqliteConnection.ClearPool(new SqliteConnection(_readConnection));
    }

    private async ValueTask GiveBack()
    {
        try
        {
            // A rollback can fail as well (a full disk). A transaction that stays open would refuse every write after it.
            if (_writeConnection is { } used && (used.State != ConnectionState.Open || raw.sqlite3_get_autocommit(used.Handle) == 0))
            {
                _writeConnection = null;
                await used.DisposeAsync();
            }
        }
        finally
        {
            _writer.Release();
        }
    }

    private static void MakePrivate(string path)
    {
        if (!File.Exists(path) && !OperatingSystem.IsWindows())
        {
            using FileStream made = new(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
    }

    private SqliteConnection OpenWriter()
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder(_readConnection)
        {
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Version version = Version.Parse(connection.ServerVersion);
            if (version < new Version(3, 37))
            {
                throw new DatabaseUnavailableException(string.Format(CultureInfo.CurrentCulture, DataText.Text["SqliteTooOld"], version));
            }

            // FULL: an acknowledged push survives a power cut.
            connection.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 10000;");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
