using System.Globalization;
using Torrone.NuGet.Identity;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Signatures;

namespace Torrone.NuGet.Archives;

/// <summary>
/// Looks into a pushed package as clients will, without trusting a number in it: the directory first, then the nuspec, then every
/// entry's bytes against what was declared. Memory stays within the limits whatever the archive claims.
/// </summary>
public static class PackageArchive
{
    /// <summary>Where a secret lies that is in no entry but in the names and comments of the directory.</summary>
    private const string DirectoryName = "/";

    /// <summary>Inspects the whole stream, which stays open. Thread-safe for different streams.</summary>
    /// <param name="archive">Readable and seekable; its position is moved.</param>
    /// <param name="now">The present, against which entries from the future are told.</param>
    /// <exception cref="IOException">The stream itself cannot be read. What is wrong with the package is never an exception.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static PackageInspection Inspect(Stream archive, ArchiveLimits limits, DateTimeOffset now, CancellationToken cancellation = default) =>
        Inspect(archive, limits, now, isSymbols: false, cancellation);

    /// <summary>The same for a symbols package (.snupkg), which holds PDBs and what describes them, and nothing else.</summary>
    public static PackageInspection InspectSymbols(Stream archive, ArchiveLimits limits, DateTimeOffset now, CancellationToken cancellation = default) =>
        Inspect(archive, limits, now, isSymbols: true, cancellation);

    /// <summary>
    /// What pages and clients ask of a package that was taken in before: its nuspec, readme, icon and license, and no other entry is
    /// unpacked. Its rules were asked when it came: one that is stricter since then hides nothing of it.
    /// </summary>
    /// <returns>Without a manifest, which is kept elsewhere; what cannot be read is null.</returns>
    /// <inheritdoc cref="Inspect(Stream, ArchiveLimits, DateTimeOffset, CancellationToken)"/>
    public static PackageInspection Open(Stream archive, ArchiveLimits limits, CancellationToken cancellation = default)
    {
        var problems = new ProblemList(limits.MaxProblems);
        if (!BeginsLikeZip(archive, problems)
            || ZipEnd.Read(archive, problems) is not { } end
            || ZipDirectory.Read(archive, end, limits, problems, cancellation) is not { } entries)
        {
            return new PackageInspection { Problems = problems.Items };
        }

        var (secrets, warnings) = (new EntrySecrets(null, problems), new ProblemList(limits.MaxProblems));
        var reader = new ZipEntryReader(archive, end.DirectoryOffset, new NestedBudget(limits, archive.Length, 0, problems), secrets, problems, cancellation);
        var nuspec = FindNuspec(entries, limits, problems);
        var bytes = nuspec is null || !nuspec.IsReadable ? null : reader.Read(nuspec);
        var manifest = bytes is null ? null : NuspecReader.Read(bytes, limits.NewestClient, problems, warnings);
        var files = new EmbeddedFiles(entries, manifest, limits, problems, warnings);
        foreach (var entry in entries.Where(entry => files.Wants(entry) && entry.IsReadable))
        {
            files.Keep(entry, reader.Read(entry));
        }

        files.Check();
        return Result(entries, bytes, manifest, files, null, secrets, problems, warnings) with { Manifest = null };
    }

    private static PackageInspection Inspect(Stream archive, ArchiveLimits limits, DateTimeOffset now, bool isSymbols, CancellationToken cancellation)
    {
        var problems = new ProblemList(limits.MaxProblems);
        if (!BeginsLikeZip(archive, problems)
            || ZipEnd.Read(archive, problems) is not { } end
            || ZipDirectory.Read(archive, end, limits, problems, cancellation) is not { } entries)
        {
            return new PackageInspection { Problems = problems.Items };
        }

        var (secrets, warnings) = (new EntrySecrets(limits.Forbidden, problems), new ProblemList(limits.MaxProblems));
        EntryRules.Check(entries, archive.Length, end.DirectoryOffset, limits, now, problems);
        var isSound = problems.IsEmpty;
        var nested = new NestedBudget(limits, archive.Length, entries.Sum(entry => Math.Min(entry.Size, limits.MaxUnpackedBytes)), problems);
        var reader = new ZipEntryReader(archive, end.DirectoryOffset, nested, secrets, problems, cancellation);
        var nuspec = FindNuspec(entries, limits, problems);
        var nuspecBytes = nuspec is null || !nuspec.IsReadable ? null : reader.Read(nuspec);
        var manifest = nuspecBytes is null ? null : NuspecReader.Read(nuspecBytes, limits.NewestClient, problems, warnings, isSymbols);
        if (manifest is not null)
        {
            CheckNames(manifest, nuspec!, isSymbols, problems, warnings);
            if (isSymbols)
            {
                SymbolsRules.Check(manifest, entries, problems);
                // What the package itself embeds is not repeated beside its symbols.
                manifest = manifest with { ReadmeFile = null, IconFile = null, LicenseFile = null };
            }
        }

        var files = new EmbeddedFiles(entries, manifest, limits, problems, warnings);

        PackageSignature? signature = null;
        if (isSound)
        {
            signature = SignatureEntry.Read(archive, end, entries, reader, limits, problems, cancellation);
            Unpack(entries, reader, nested, files, problems);
            files.Check();
        }

        secrets.Scan(DirectoryName)?.Append(Directory(archive, end));
        return Result(entries, nuspecBytes, manifest, files, signature, secrets, problems, warnings);
    }

    private static PackageInspection Result(
        List<ZipEntry> entries, byte[]? nuspec, PackageManifest? manifest, EmbeddedFiles files, PackageSignature? signature, EntrySecrets secrets,
        ProblemList problems, ProblemList warnings)
    {
        if (signature is { Kind: PackageSignature.Author, IsTimestamped: false })
        {
            warnings.Add(ProblemCode.SignatureNoTimestamp);
        }

        return new PackageInspection
        {
            Problems = problems.Items,
            Warnings = warnings.Items,
            NuspecBytes = nuspec ?? [],
            EntryCount = entries.Count,
            Declared = manifest,
            Secrets = secrets.Found,
            Readme = files.Readme,
            Icon = files.Icon,
            IconMediaType = files.IconMediaType,
            License = files.License,
            LicenseIsMarkdown = manifest?.LicenseFile?.EndsWith(".md", StringComparison.OrdinalIgnoreCase) == true,
            Manifest = manifest is null || !problems.IsEmpty ? null : manifest with
            {
                TargetFrameworks = FrameworkName.InFolders(entries.Select(entry => entry.Path)),
                IsSigned = signature is not null,
                Signature = signature,
                Warnings = warnings.IsEmpty ? null : [.. warnings.Items],
            },
        };
    }

    private static bool BeginsLikeZip(Stream archive, ProblemList problems)
    {
        if (archive.Length == 0)
        {
            problems.Add(ProblemCode.ArchiveEmpty);
            return false;
        }

        Span<byte> magic = stackalloc byte[4];
        archive.Position = 0;
        var read = archive.ReadAtLeast(magic, magic.Length, false);
        if (read == magic.Length && (magic.SequenceEqual("PK\x03\x04"u8) || magic.SequenceEqual("PK\x05\x06"u8)))
        {
            return true;
        }

        problems.Add(ProblemCode.ArchiveNotZip);
        return false;
    }

    private static ZipEntry? FindNuspec(List<ZipEntry> entries, ArchiveLimits limits, ProblemList problems)
    {
        var nuspecs = entries.Where(entry => entry.IsAtRoot && entry.Path.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase)).Take(2).ToList();
        switch (nuspecs)
        {
            case []:
                problems.Add(ProblemCode.NuspecMissing);
                return null;
            case [var first, var second]:
                problems.Add(ProblemCode.NuspecTwice, first.Name, second.Name);
                return null;
            case [{ } only] when only.Size > limits.MaxNuspecBytes:
                problems.Add(ProblemCode.NuspecTooLarge, only.Name, limits.MaxNuspecBytes.ToString(CultureInfo.InvariantCulture));
                return null;
            default:
                return nuspecs[0];
        }
    }

    private static void CheckNames(PackageManifest manifest, ZipEntry nuspec, bool isSymbols, ProblemList problems, ProblemList warnings)
    {
        if (!isSymbols && manifest.PackageTypes.Any(type => type.Is(PackageType.SymbolsName)))
        {
            problems.Add(ProblemCode.SymbolsPackage);
        }

        if (PackageId.TryParse(manifest.Id, out var id) && !nuspec.Path.Equals(id.Original + ".nuspec", StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add(ProblemCode.NuspecName, nuspec.Name, id.Original);
        }

        if (manifest.ReadmeFile is null && !isSymbols)
        {
            warnings.Add(ProblemCode.ReadmeAbsent);
        }
    }

    /// <summary>In the order of their bytes, so that a spinning disk is read once from front to back.</summary>
    private static void Unpack(List<ZipEntry> entries, ZipEntryReader reader, NestedBudget nested, EmbeddedFiles files, ProblemList problems)
    {
        var free = 0L;
        foreach (var entry in entries.OrderBy(entry => entry.Offset))
        {
            if (problems.IsFull || nested.IsSpent)
            {
                return;
            }

            if (files.Wants(entry))
            {
                files.Keep(entry, reader.Read(entry));
            }
            else
            {
                reader.Verify(entry);
            }

            if (entry.Offset < free)
            {
                problems.Add(ProblemCode.EntryOverlaps, entry.Name);
            }

            free = reader.End;
        }
    }

    private static byte[] Directory(Stream archive, ZipEnd end)
    {
        var bytes = new byte[archive.Length - end.DirectoryOffset];
        archive.Position = end.DirectoryOffset;
        archive.ReadExactly(bytes);
        return bytes;
    }
}
