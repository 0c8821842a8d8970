using System.Text;
using Torrone.Fuzz.Tests.Running;
using Torrone.Testing.Packages;

namespace Torrone.Fuzz.Tests.Zips;

/// <summary>Changes to an archive as those who know the format would make them, so that inputs get past the checks that any random change fails.</summary>
internal sealed class ZipMutations(Random random, IReadOnlyList<string> words)
{
    private static readonly string[] Names =
    [
        "../a", "a/../../b", "/a", "C:/a", "a\\b", "a//b", "a:b", ".. /a", "%2e%2e/a", "a%2Fb", "%00", "", "/", "a/", "README.md", "readme.md", "icon.png",
        "LICENSE.txt", "Some.Package.nuspec", "x.NUSPEC", "lib/net8.0/a.dll", "lib/net8.0", "lib/portable-net45+win8/a.dll", "lib/net99.9-x/a", "ref/a",
        "runtimes/win/lib/net8.0/a.dll", "tools/net8.0/any/a", ".signature.p7s", "[Content_Types].xml", "_rels/.rels", "package/services/metadata/core-properties/1.psmdcp",
        "nested.zip", "nested.nupkg", "lib/net10.0/a.pdb", "content/\u65E5\u672C.txt", "CON", "a.", "a ", "\u0130.txt",
    ];

    private const int MostData = 128 * 1024;

    private static readonly uint[] Numbers = [0, 1, 2, 30, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    public byte[] Mutate(byte[] parent, byte[] other)
    {
        if (random.Next(5) == 0 || ZipGenome.Read(parent) is not { } genome)
        {
            return new ByteMutations(random, words).Mutate(parent, other);
        }

        for (var change = random.Next(3) == 0 ? random.Next(2, 5) : 1; change > 0 && genome.Entries.Count > 0; change--)
        {
            Change(genome.Entries, other);
        }

        var archive = Zip(genome).Build();
        return random.Next(10) == 0 ? new ByteMutations(random, words).Mutate(archive, other) : archive;
    }

    private void Change(List<RawEntry> entries, byte[] other)
    {
        var at = random.Next(entries.Count);
        var entry = entries[at];
        switch (random.Next(14))
        {
            case 0:
                entries[at] = Renamed(entry);
                break;
            case 1:
                entries.Insert(random.Next(entries.Count + 1), random.Next(2) == 0 ? entry : Renamed(entry));
                break;
            case 2:
                entries.RemoveAt(at);
                break;
            case 3:
                entries.RemoveAt(at);
                entries.Insert(random.Next(entries.Count + 1), entry);
                break;
            case 4:
                entries[at] = ZipGenome.WithData(entry with { Method = (ushort)(entry.Method == 8 ? 0 : 8) }, entry.Data);
                break;
            case 5:
                entries[at] = Lying(entry);
                break;
            case 6:
                entries[at] = entry with { Flags = (ushort)(1 << random.Next(16)) };
                break;
            case 7:
                entries[at] = entry with { Extra = Extra(), LocalExtra = random.Next(2) == 0 ? Extra() : [] };
                break;
            case 8:
                entries[at] = entry with { Method = (ushort)random.Next(1, 100), Date = (ushort)random.Next(65536) };
                break;
            case 9 when ZipGenome.Read(other) is { } second:
                entries.Add(second.Entries[random.Next(second.Entries.Count)]);
                break;
            case 10 when entries.Sum(e => e.Data.Length) < MostData:
                entries[at] = ZipGenome.WithData(entry, Large());
                break;
            case 11:
                entries.Add(ZipGenome.WithData(Renamed(entry) with { Method = 0 }, other));
                break;
            default:
                // Most of what a package says is in its nuspec.
                at = entries.FindIndex(e => Encoding.UTF8.GetString(e.NameBytes!).EndsWith(".nuspec", StringComparison.Ordinal)) is >= 0 and var nuspec ? nuspec : at;
                entries[at] = ZipGenome.WithData(entries[at], new ByteMutations(random, words).Mutate(entries[at].Data, entry.Data));
                break;
        }
    }

    private RawEntry Renamed(RawEntry entry)
    {
        var name = Encoding.UTF8.GetBytes(Names[random.Next(Names.Length)]);
        return entry with
        {
            NameBytes = random.Next(3) switch
            {
                0 => new ByteMutations(random, Names).Mutate(entry.NameBytes!, name),
                1 => [.. name, .. entry.NameBytes!],
                _ => name,
            },
        };
    }

    private RawEntry Lying(RawEntry entry)
    {
        var number = Numbers[random.Next(Numbers.Length)];
        return random.Next(8) switch
        {
            0 => entry with { Size = number },
            1 => entry with { LocalSize = number },
            2 => entry with { PackedSize = number },
            3 => entry with { Checksum = number },
            4 => entry with { Offset = number },
            5 => entry with { LocalName = Encoding.UTF8.GetBytes(Names[random.Next(Names.Length)]) },
            6 => entry with { Size = (uint)entry.Data.Length + 1, LocalSize = (uint)entry.Data.Length + 1 },
            _ => entry with { Disk = (ushort)number },
        };
    }

    private byte[] Extra()
    {
        var extra = new byte[random.Next(0, 40)];
        random.NextBytes(extra);
        return random.Next(2) == 0 || extra.Length < 4 ? extra : [1, 0, (byte)(extra.Length - 4), 0, .. extra[4..]];
    }

    // Packs to nothing.
    private byte[] Large()
    {
        var data = new byte[random.Next(1, 64) * 1024];
        Array.Fill(data, (byte)random.Next(256));
        return data;
    }

    private RawZip Zip(ZipGenome genome)
    {
        var lie = random.Next(40);
        var number = Numbers[random.Next(Numbers.Length)];
        RawZip zip = new()
        {
            Comment = lie == 0 ? [1, 2, 3] : genome.Comment,
            Count = lie == 1 ? (ushort)number : null,
            DirectorySize = lie == 2 ? number : null,
            DirectoryOffset = lie == 3 ? number : null,
            CommentLength = lie == 4 ? (ushort)number : null,
            BetweenDirectoryAndEnd = lie == 5 ? "PK\x05\x06"u8.ToArray() : [],
            WideCount = lie is 6 or 7 ? (ulong)genome.Entries.Count : lie == 8 ? number : null,
            WideOffset = lie == 7 ? ulong.MaxValue - number : null,
        };
        genome.Entries.ForEach(entry => zip.Add(entry));
        return zip;
    }
}
