using System.IO.Compression;
using Torrone.NuGet.Problems;
using Torrone.NuGet.Symbols;
using Torrone.Storage;

namespace Torrone.Server.Symbols;

/// <summary>
/// The PDBs of a symbols package, each in a temporary file of its own that goes with this. The archive was inspected before, so its
/// sizes can be trusted.
/// </summary>
internal sealed class PreparedSymbols : IAsyncDisposable
{
    private readonly List<PreparedPdb> _files = [];

    public IReadOnlyList<PreparedPdb> Files => _files;

    /// <summary>What is wrong with the PDBs themselves; empty when nothing is.</summary>
    public List<PackageProblem> Problems { get; } = [];

    public static async Task<PreparedSymbols> UnpackAsync(Stream archive, string spoolFolder, CancellationToken cancellation)
    {
        PreparedSymbols prepared = new();
        try
        {
            await using ZipArchive zip = new(archive, ZipArchiveMode.Read, leaveOpen: true);
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => e.FullName.EndsWith(".pdb", StringComparison.OrdinalIgnoreCase)))
            {
                await prepared.AddAsync(entry, spoolFolder, cancellation);
            }

            return prepared;
        }
        catch
        {
            await prepared.DisposeAsync();
            throw;
        }
    }

    /// <summary>Notes each PDB that no assembly of the package was built with: symbols of another build only mislead.</summary>
    public async Task MatchAsync(Stream package, string spoolFolder, CancellationToken cancellation)
    {
        HashSet<Guid> wanted = [.. _files.Select(f => f.Identity.Id)];
        await using ZipArchive zip = new(package, ZipArchiveMode.Read, leaveOpen: true);
        foreach (ZipArchiveEntry entry in zip.Entries.Where(IsAssembly))
        {
            if (wanted.Count == 0)
            {
                break;
            }

            await using Stream content = await entry.OpenAsync(cancellation);
            await using SpooledBlob spool = await BlobSpool.SpoolAsync(content, spoolFolder, entry.Length, cancellation);
            await using Stream assembly = spool.OpenRead();
            wanted.ExceptWith(AssemblySymbols.Read(assembly));
        }

        Problems.AddRange(_files.Where(f => wanted.Contains(f.Identity.Id)).Select(f => new PackageProblem(ProblemCode.SymbolsForeign, f.Path)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (PreparedPdb file in _files)
        {
            await file.Spool.DisposeAsync();
        }
    }

    private async Task AddAsync(ZipArchiveEntry entry, string spoolFolder, CancellationToken cancellation)
    {
        SpooledBlob spool;
        await using (Stream content = await entry.OpenAsync(cancellation))
        {
            spool = await BlobSpool.SpoolAsync(content, spoolFolder, entry.Length, cancellation);
        }

        PdbIdentity? identity;
        await using (Stream pdb = spool.OpenRead())
        {
            identity = PdbIdentity.Read(pdb);
        }

        string name = entry.Name.ToLowerInvariant();
        PreparedPdb? twin = identity is null ? null : _files.Find(f => f.LowerName == name && f.Identity.Id == identity.Id);
        if (identity is null || twin is not null)
        {
            await spool.DisposeAsync();
            Problems.Add(twin is null
                ? new PackageProblem(ProblemCode.SymbolsNotPortable, entry.FullName)
                : new PackageProblem(ProblemCode.SymbolsTwice, twin.Path, entry.FullName));
            return;
        }

        _files.Add(new PreparedPdb(entry.FullName, name, identity, spool));
    }

    private static bool IsAssembly(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".exe", StringComparison.OrdinalIgnoreCase);
}
