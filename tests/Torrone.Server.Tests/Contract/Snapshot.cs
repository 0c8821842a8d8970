using System.Text;
using Torrone.Testing;

namespace Torrone.Server.Tests.Contract;

/// <summary>
/// One file of the public contract, kept as text beside the tests so that a change of it is read in review. With
/// TORRONE_ACCEPT_CONTRACT=1 in the environment the files are written instead of compared.
/// </summary>
internal static class Snapshot
{
    private const string Accept = "TORRONE_ACCEPT_CONTRACT";
    private const int Context = 3;

    public static string Folder { get; } = Repository.File("tests", "Torrone.Server.Tests", "Contract", "Snapshots");

    /// <summary>How to accept what changed on purpose.</summary>
    public const string HowToAccept =
        $"""
         Clients in use rely on it. If the change is meant, accept it and let the changed files be reviewed:
           {Accept}=1 dotnet run --project tests/Torrone.Server.Tests -- -namespace Torrone.Server.Tests.Contract
         """;

    /// <summary>True when the files are written instead of compared.</summary>
    public static bool IsAccepting => Environment.GetEnvironmentVariable(Accept) == "1";

    /// <summary>Compares, or accepts. Answers the difference; null when there is none.</summary>
    /// <param name="name">The file's name without its ending.</param>
    public static string? Compare(string name, string actual)
    {
        string file = Path.Combine(Folder, name + ".txt");
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (IsAccepting)
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllText(file, actual);
            return null;
        }

        string expected = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        return actual == expected ? null : $"== {name}\n{Difference(expected.Split('\n'), actual.Split('\n'))}\n";
    }

    /// <summary>Lines that went ("-") and came ("+"), each with a few around it.</summary>
    public static string Difference(string[] before, string[] after)
    {
        List<(char Sign, string Line)> lines = Merge(before, after);
        StringBuilder text = new();
        int told = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            if (lines.Skip(Math.Max(0, i - Context)).Take((2 * Context) + 1 - Math.Max(0, Context - i)).All(l => l.Sign == ' '))
            {
                continue;
            }

            text.Append(told < i - 1 && told >= 0 ? "...\n" : "").Append(lines[i].Sign).Append(' ').Append(lines[i].Line).Append('\n');
            told = i;
        }

        return text.ToString().TrimEnd();
    }

    // The longest common subsequence of what is left between the common ends.
    private static List<(char Sign, string Line)> Merge(string[] before, string[] after)
    {
        int start = 0;
        while (start < before.Length && start < after.Length && before[start] == after[start])
        {
            start++;
        }

        int end = 0;
        while (end < before.Length - start && end < after.Length - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        string[] old = before[start..^end];
        string[] now = after[start..^end];
        int[][] common = [.. Enumerable.Range(0, old.Length + 1).Select(_ => new int[now.Length + 1])];
        for (int i = old.Length - 1; i >= 0; i--)
        {
            for (int j = now.Length - 1; j >= 0; j--)
            {
                common[i][j] = old[i] == now[j] ? common[i + 1][j + 1] + 1 : Math.Max(common[i + 1][j], common[i][j + 1]);
            }
        }

        List<(char, string)> lines = [.. before[..start].Select(l => (' ', l))];
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                lines.Add((' ', old[i++]));
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1][j] >= common[i][j + 1]))
            {
                lines.Add(('-', old[i++]));
            }
            else
            {
                lines.Add(('+', now[j++]));
            }
        }

        return [.. lines, .. before[^end..].Select(l => (' ', l))];
    }
}
