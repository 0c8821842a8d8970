using System.Globalization;
using System.Reflection;
using Dapper;

namespace Torrone.Server.Data;

/// <summary>Brings the schema to what this program knows: numbered, embedded, in order, under a lock, each in the same transaction as its number.</summary>
public static class Migrations
{
    private const string Prefix = "Torrone.Server.Data.Migrations.";

    /// <summary>The newest schema this program knows.</summary>
    public static int Newest => Load().Keys.Max();

    /// <summary>
    /// Applies what is missing. A schema that is newer than this program is accepted only while it says that a program of
    /// this age may still use it (meta row 'oldest_program_schema').
    /// </summary>
    /// <exception cref="DatabaseUnavailableException">The schema belongs to a newer program, or the database does not answer.</exception>
    public static async Task ApplyAsync(Database database, CancellationToken cancellation = default)
    {
        try
        {
            await ApplyMissingAsync(database, cancellation);
        }
        catch (Exception e) when (database.IsAway(e))
        {
            throw new DatabaseUnavailableException(string.Format(CultureInfo.CurrentCulture, DataText.Text["NoAnswer"], e.Message), e);
        }
    }

    private static async Task ApplyMissingAsync(Database database, CancellationToken cancellation)
    {
        SortedDictionary<int, string> known = Load();
        int current = await CurrentAsync(database, cancellation);
        if (current >= known.Keys.Max())
        {
            await RefuseIfTooNewAsync(database, current, cancellation);
            return;
        }

        if (current > 0)
        {
            await database.Engine.KeepCopyAsync($"before-{known.Keys.Max().ToString(CultureInfo.InvariantCulture)}", cancellation);
        }

        await database.WriteAsync(async write =>
        {
            await database.Engine.LockForMigrationAsync(write.Connection, write.Transaction!);
            // Asked again: another node may have migrated while this one waited for the lock.
            int from = await CurrentAsync(database.Engine, write);
            foreach ((int number, string sql) in known.Where(m => m.Key > from))
            {
                await write.Connection.ExecuteAsync(database.Engine.Translate(sql), transaction: write.Transaction);
                await SetAsync(write, "schema", number);
                await SetAsync(write, "oldest_program_schema", number);
            }
        }, cancellation);
    }

    private static Task<int> SetAsync(WriteTransaction write, string name, int value) => write.ExecuteAsync(
        "INSERT INTO meta (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        new { name, value = value.ToString(CultureInfo.InvariantCulture) });

    private static async Task RefuseIfTooNewAsync(Database database, int current, CancellationToken cancellation)
    {
        if (current == Newest)
        {
            return;
        }

        string? oldest = await database.ReadAsync(
            read => read.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'oldest_program_schema'"), cancellation);
        if (!int.TryParse(oldest, CultureInfo.InvariantCulture, out int needed) || needed > Newest)
        {
            throw new DatabaseUnavailableException(string.Format(CultureInfo.CurrentCulture, DataText.Text["SchemaTooNew"], current, Newest));
        }
    }

    private static async Task<int> CurrentAsync(Database database, CancellationToken cancellation) =>
        await database.WriteAsync(write => CurrentAsync(database.Engine, write), cancellation);

    private static async Task<int> CurrentAsync(DatabaseEngine engine, WriteTransaction write)
    {
        if (await engine.IsEmptyAsync(write.Connection, write.Transaction))
        {
            return 0;
        }

        string? value = await write.ScalarAsync<string>("SELECT value FROM meta WHERE name = 'schema'");
        return int.Parse(value ?? "0", CultureInfo.InvariantCulture);
    }

    private static SortedDictionary<int, string> Load()
    {
        SortedDictionary<int, string> found = [];
        Assembly assembly = typeof(Migrations).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            found.Add(int.Parse(name.AsSpan(Prefix.Length, 4), CultureInfo.InvariantCulture), reader.ReadToEnd());
        }

        return found;
    }
}
