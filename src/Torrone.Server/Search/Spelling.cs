using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>Finds the word of an id that is nearest to a mistyped one. The first letter is taken to be right, as it nearly always is.</summary>
internal static class Spelling
{
    private const int Shortest = 3;
    private const int Longest = 64;
    private const int MostWords = 50_000;

    /// <summary>The nearest word, the most downloaded of equally near ones; null when none is near or the word itself is there.</summary>
    public static string? Nearest(SqliteConnection connection, SqliteTransaction transaction, string word)
    {
        if (word.Length is < Shortest or > Longest)
        {
            return null;
        }

        int allowed = word.Length <= 5 ? 1 : 2;
        using SqliteCommand command = connection.Statement(
            """
            SELECT word, downloads FROM word
            WHERE word >= @from AND word < @to AND length(word) BETWEEN @shortest AND @longest LIMIT @most
            """, transaction,
            ("@from", word[..1]), ("@to", word[..1] + char.MaxValue), ("@shortest", word.Length - allowed), ("@longest", word.Length + allowed),
            ("@most", MostWords));
        using SqliteDataReader reader = command.ExecuteReader();
        (string? Word, int Distance, long Downloads) best = (null, allowed + 1, -1);
        while (reader.Read())
        {
            string known = reader.GetString(0);
            int distance = Distance(word, known, best.Distance);
            long downloads = reader.GetInt64(1);
            if (distance < best.Distance || (distance == best.Distance && distance <= allowed && downloads > best.Downloads))
            {
                best = (known, distance, downloads);
            }
        }

        return best.Distance == 0 ? null : best.Word;
    }

    /// <summary>
    /// Letters to change, add, leave out or swap with their neighbour to get from one word to the other (optimal string alignment).
    /// Anything above <paramref name="most"/> may be told as <paramref name="most"/> + 1.
    /// </summary>
    public static int Distance(string left, string right, int most)
    {
        if (Math.Abs(left.Length - right.Length) > most)
        {
            return most + 1;
        }

        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> above = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (int j = 0; j <= right.Length; j++)
        {
            above[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            int nearest = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int change = left[i - 1] == right[j - 1] ? 0 : 1;
                int cost = Math.Min(Math.Min(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    cost = Math.Min(cost, before[j - 2] + 1);
                }

                row[j] = cost;
                nearest = Math.Min(nearest, cost);
            }

            if (nearest > most)
            {
                return most + 1;
            }

            Span<int> spare = before;
            before = above;
            above = row;
            row = spare;
        }

        return above[right.Length];
    }
}
