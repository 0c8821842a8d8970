using Torrone.NuGet.Advisories;

namespace Torrone.Server.Packages.Advisories;

/// <summary>Something that an import does not take in.</summary>
/// <param name="File">The file's name, printable, at most 128 characters.</param>
/// <param name="Identifier">The advisory's, where one could be read.</param>
/// <param name="Detail">The part that is wrong; null for the whole.</param>
public sealed record AdvisoryIntakeProblem(string File, AdvisoryProblem Problem, string? Identifier, string? Detail)
{
    /// <summary>Why, in the reader's language.</summary>
    public string Sentence => Detail is null
        ? PackagesText.Text[$"Advisory.{Problem}"]
        : PackagesText.Text.Format("Advisory.Says", PackagesText.Text[$"Advisory.{Problem}"], Detail);
}
