using Torrone.Testing;

namespace Torrone.Architecture.Tests.Imports;

/// <summary>
/// The import table, read from docs/ARCHITECTURE.md, so that the page that people read is the rule that is enforced.
/// A row is "| Room | what it may import |"; "base" stands for the rooms that the page lists as the base.
/// </summary>
public sealed class Rooms
{
    private const string Heading = "| Room | May import |";

    private Rooms(IReadOnlyDictionary<string, IReadOnlySet<string>> allowed) => Allowed = allowed;

    /// <summary>Each room of the server, and each project below it, with what it may import.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Allowed { get; }

    /// <summary>The rooms inside the server.</summary>
    public IEnumerable<string> OfServer => Allowed.Keys.Where(r => !r.StartsWith("Torrone.", StringComparison.Ordinal));

    public static Rooms FromArchitecturePage()
    {
        string[] lines = File.ReadAllLines(Repository.File("docs", "ARCHITECTURE.md"));
        int heading = Array.IndexOf(lines, Heading);
        if (heading < 0)
        {
            throw new InvalidOperationException($"docs/ARCHITECTURE.md has no table '{Heading}'.");
        }

        Dictionary<string, string[]> rows = lines.Skip(heading + 2).TakeWhile(l => l.StartsWith('|'))
            .Select(l => l.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(c => c[0], c => c[1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        string[] basis = rows["base"];
        rows.Remove("base");
        return new Rooms(rows.ToDictionary(r => r.Key, r => (IReadOnlySet<string>)Expand(r.Value, basis, rows.Keys).ToHashSet()));
    }

    /// <summary>The room of a type, or null for one of somebody else's.</summary>
    public static string? Of(TypeName type)
    {
        // Pages compile into a namespace of the Razor compiler's choice.
        if (type.Namespace == "AspNetCoreGeneratedDocument")
        {
            return "Web";
        }

        return type.Assembly switch
        {
            "Torrone.NuGet" or "Torrone.Storage" => type.Assembly,
            "torrone" when type.Namespace.StartsWith("Torrone.Server.", StringComparison.Ordinal) => type.Namespace.Split('.')[2],
            "torrone" when type.Namespace == "Torrone.Server" => "Torrone.Server",
            _ => null,
        };
    }

    private static IEnumerable<string> Expand(string[] names, string[] basis, IEnumerable<string> known)
    {
        foreach (string name in names.Where(n => n != "nothing"))
        {
            if (name == "base")
            {
                foreach (string each in basis)
                {
                    yield return each;
                }
            }
            else if (known.Contains(name))
            {
                yield return name;
            }
            else
            {
                throw new InvalidOperationException($"The import table allows '{name}', which has no row of its own.");
            }
        }
    }
}
