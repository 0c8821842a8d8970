using System.Reflection.PortableExecutable;

namespace Torrone.NuGet.Symbols;

/// <summary>Which portable PDBs an assembly was built with.</summary>
public static class AssemblySymbols
{
    /// <summary>The numbers of its PDBs; none when the bytes are no assembly, or one without symbols.</summary>
    /// <param name="assembly">Readable and seekable, from its beginning; stays open.</param>
    public static IReadOnlyList<Guid> Read(Stream assembly)
    {
        try
        {
            using PEReader reader = new(assembly, PEStreamOptions.LeaveOpen);
            return
            [
                .. reader.ReadDebugDirectory()
                    .Where(entry => entry.Type == DebugDirectoryEntryType.CodeView)
                    .Select(entry => reader.ReadCodeViewDebugDirectoryData(entry).Guid),
            ];
        }
        catch (Exception broken) when (broken is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            return [];
        }
    }
}
