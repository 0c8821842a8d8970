using System.Text.Json.Serialization;
using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>What waits for an administrator's word.</summary>
/// <param name="Source">The files' names.</param>
/// <param name="Elsewhere">Advisories about packages of others than NuGet's.</param>
/// <param name="Assumed">Identifiers of those whose severity had to be assumed.</param>
public sealed record AdvisoryDraft(
    string Source, IReadOnlyList<AdvisoryRecord> Records, IReadOnlyList<AdvisoryIntakeProblem> Problems, int ProblemCount, int Elsewhere,
    IReadOnlyList<string> Assumed);

/// <summary>The stored form of a draft, which lives for a day.</summary>
[JsonSerializable(typeof(AdvisoryDraft))]
internal sealed partial class AdvisoryDraftJson : JsonSerializerContext;
