using Microsoft.Data.Sqlite;

namespace Torrone.Server.Search;

/// <summary>A package that matches, with what its place among the others is decided by.</summary>
internal sealed class Candidate
{
    /// <summary>The columns of <c>pkg p</c> that <see cref="Read"/> expects.</summary>
    public const string Columns = "p.rank, p.lower_id, p.id, p.downloads, p.verified, p.id_words, p.title_words, p.tag_words";

    public required long Rank { get; init; }

    public required string LowerId { get; init; }

    public required string Id { get; init; }

    public required long Downloads { get; init; }

    public required bool Verified { get; init; }

    /// <summary>Folded words of the id, a blank before and after each.</summary>
    public required string IdWords { get; init; }

    /// <summary>As <see cref="IdWords"/>, of the titles.</summary>
    public required string TitleWords { get; init; }

    /// <summary>As <see cref="IdWords"/>, of the tags.</summary>
    public required string TagWords { get; init; }

    /// <summary>Higher is better; set by <see cref="Scoring"/>.</summary>
    public double Score { get; set; }

    public static IEnumerable<Candidate> Read(SqliteCommand command)
    {
        using (command)
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                yield return new Candidate
                {
                    Rank = reader.GetInt64(0),
                    LowerId = reader.GetString(1),
                    Id = reader.GetString(2),
                    Downloads = reader.GetInt64(3),
                    Verified = reader.GetInt64(4) != 0,
                    IdWords = reader.GetString(5),
                    TitleWords = reader.GetString(6),
                    TagWords = reader.GetString(7),
                };
            }
        }
    }
}
