using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>What an index says of itself.</summary>
/// <param name="Cursor">How far in the log it is.</param>
/// <param name="Downloads">All downloads together when its ranks were made.</param>
internal sealed record IndexHeader(IndexCursor Cursor, long Downloads)
{
    /// <summary>Reads it; null when there is no index, it is damaged, or it is of another format.</summary>
    public static IndexHeader? Read(IndexFile file)
    {
        try
        {
            if (!file.Exists)
            {
                return null;
            }

            using SqliteConnection connection = file.OpenRead();
            Dictionary<string, string> meta = [];
            using SqliteCommand command = connection.Statement("SELECT name, value FROM meta", default(SqliteTransaction));
            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                meta.Add(reader.GetString(0), reader.GetString(1));
            }

            return Number(meta, "format") == IndexFile.Format && meta.TryGetValue("event_id", out string? eventId)
                ? new IndexHeader(new IndexCursor(Number(meta, "sequence"), eventId), Number(meta, "downloads"))
                : null;
        }
        catch (SqliteException)
        {
            // Whatever is wrong with it, it can be built anew.
            return null;
        }
    }

    private static long Number(Dictionary<string, string> meta, string name) =>
        long.TryParse(meta.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : -1;
}
