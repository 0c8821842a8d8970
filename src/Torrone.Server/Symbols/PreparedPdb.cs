using Torrone.NuGet.Symbols;
using Torrone.Storage;

namespace Torrone.Server.Symbols;

/// <summary>A PDB taken out of a symbols package.</summary>
/// <param name="Path">Where it lay, for messages.</param>
/// <param name="LowerName">Its file name in lower case.</param>
internal sealed record PreparedPdb(string Path, string LowerName, PdbIdentity Identity, SpooledBlob Spool);
