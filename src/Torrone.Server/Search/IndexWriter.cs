using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>Changes the index within one transaction. Made by whoever holds the writer's turn; commits or is disposed, which rolls back.</summary>
internal sealed class IndexWriter : IDisposable
{
    private const string Schema =
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE pkg (
            rank INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL, lower_id TEXT NOT NULL, id TEXT NOT NULL, channels INTEGER NOT NULL, downloads INTEGER NOT NULL,
            verified INTEGER NOT NULL, id_words TEXT NOT NULL, title_words TEXT NOT NULL, tag_words TEXT NOT NULL,
            types TEXT NOT NULL, frameworks TEXT NOT NULL, owners TEXT NOT NULL);
        CREATE UNIQUE INDEX pkg_id ON pkg (feed_id, lower_id);
        CREATE INDEX pkg_downloads ON pkg (feed_id, downloads DESC, lower_id, channels);
        CREATE TABLE entry (rank INTEGER PRIMARY KEY, versions TEXT NOT NULL, json BLOB NOT NULL);
        CREATE TABLE word (word TEXT PRIMARY KEY, downloads INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteTransaction _transaction;

    // Compiled once: a rebuild runs each of these half a million times.
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    public IndexWriter(IndexFile file) => _transaction = file.Writer().BeginTransaction(deferred: false);

    /// <summary>Makes the index empty, in today's format. Readers see the old one until the commit.</summary>
    public void Clear()
    {
        _transaction.Connection!.Run(
            $"""
             DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS pkg; DROP TABLE IF EXISTS entry; DROP TABLE IF EXISTS word; DROP TABLE IF EXISTS fts;
             {Schema}
             CREATE VIRTUAL TABLE fts USING fts5({string.Join(", ", MatchExpression.Columns)},
                 tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5 6 7 8 9 10 11 12');
             """, _transaction);
        SetMeta("format", IndexFile.Format.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Notes how many downloads the order of ranks was made from.</summary>
    public void SetRankedDownloads(long downloads) => SetMeta("downloads", downloads.ToString(CultureInfo.InvariantCulture));

    public void SetCursor(IndexCursor cursor)
    {
        SetMeta("sequence", cursor.Sequence.ToString(CultureInfo.InvariantCulture));
        SetMeta("event_id", cursor.EventId);
    }

    /// <summary>Takes a package out; nothing happens when it is not there.</summary>
    public void Remove(long feedId, string lowerId)
    {
        if (RankOf(feedId, lowerId) is { } rank)
        {
            Execute("DELETE FROM pkg WHERE rank = @rank", ("@rank", rank));
            Execute("DELETE FROM entry WHERE rank = @rank", ("@rank", rank));
            Execute("DELETE FROM fts WHERE rowid = @rank", ("@rank", rank));
        }
    }

    /// <summary>Puts a package in, or anew. One that was there keeps its rank; a new one gets the last.</summary>
    public void Put(IndexedPackage package)
    {
        long? rank = RankOf(package.FeedId, package.LowerId);
        if (rank is not null)
        {
            Execute("DELETE FROM fts WHERE rowid = @rank", ("@rank", rank));
        }

        rank = PutRow(package, rank);
        PackageEntry entry = package.Entry;
        Execute("INSERT OR REPLACE INTO entry (rank, versions, json) VALUES (@rank, @versions, @json)",
            ("@rank", rank), ("@versions", IndexedText.Versions(entry)), ("@json", EntryJson.Write(entry)));
        Execute(
            """
            INSERT INTO fts (rowid, id, title, tags, description, summary, authors, owners)
            VALUES (@rank, @id, @title, @tags, @description, @summary, @authors, @owners)
            """,
            ("@rank", rank), ("@id", Tokenizer.OfId(entry.Id)), ("@title", IndexedText.Titles(entry)), ("@tags", IndexedText.Tags(entry)),
            ("@description", IndexedText.Prose(entry, m => m.Description)), ("@summary", IndexedText.Prose(entry, m => m.Summary)),
            ("@authors", IndexedText.Prose(entry, m => m.Authors)), ("@owners", string.Join(' ', entry.Owners)));
        foreach (string word in Tokenizer.OfId(entry.Id).Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(w => w.Length > 2))
        {
            Execute(
                """
                INSERT INTO word (word, downloads) VALUES (@word, @downloads)
                ON CONFLICT (word) DO UPDATE SET downloads = max(downloads, excluded.downloads)
                """, ("@word", word), ("@downloads", package.Downloads));
        }
    }

    /// <summary>Merges the index into one piece; worth its time after everything was written anew.</summary>
    public void Optimize() => Execute("INSERT INTO fts (fts) VALUES ('optimize')");

    public void Commit() => _transaction.Commit();

    public void Dispose()
    {
        foreach (SqliteCommand statement in _statements.Values)
        {
            statement.Dispose();
        }

        _transaction.Dispose();
    }

    private long? RankOf(long feedId, string lowerId) =>
        (long?)Ask("SELECT rank FROM pkg WHERE feed_id = @feedId AND lower_id = @lowerId", ("@feedId", feedId), ("@lowerId", lowerId));

    private long PutRow(IndexedPackage package, long? rank)
    {
        PackageEntry entry = package.Entry;
        return (long)Ask(
            """
            INSERT OR REPLACE INTO pkg
                (rank, feed_id, lower_id, id, channels, downloads, verified, id_words, title_words, tag_words, types, frameworks, owners)
            VALUES (@rank, @feedId, @lowerId, @id, @channels, @downloads, @verified, @idWords, @titleWords, @tagWords, @types, @frameworks, @owners)
            RETURNING rank
            """,
            ("@rank", rank), ("@feedId", package.FeedId), ("@lowerId", package.LowerId), ("@id", entry.Id), ("@channels", IndexedText.Channels(entry)),
            ("@downloads", package.Downloads), ("@verified", entry.Verified ? 1 : 0), ("@idWords", Tokenizer.OfId(entry.Id)),
            ("@titleWords", IndexedText.Titles(entry)), ("@tagWords", IndexedText.Tags(entry)),
            ("@types", IndexedText.ByChannel(entry, d => d.Manifest.PackageTypes.Select(t => t.Name))), ("@frameworks", IndexedText.ByChannel(entry, d => d.Frameworks)),
            ("@owners", IndexedText.Owners(entry)))!;
    }

    private void SetMeta(string name, string value) =>
        Execute("INSERT OR REPLACE INTO meta (name, value) VALUES (@name, @value)", ("@name", name), ("@value", value));

    private void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Ask(sql, parameters);

    private object? Ask(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? statement))
        {
            _statements.Add(sql, statement = _transaction.Connection!.Statement(sql, _transaction));
        }

        statement.Parameters.Clear();
        foreach ((string name, object? value) in parameters)
        {
            statement.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return statement.ExecuteScalar();
    }
}
