namespace Torrone.Server.Packages.Owners;

/// <summary>What came of asking somebody to own packages.</summary>
/// <param name="Added">Packages that have the new owner at once, because who asked acts for it.</param>
/// <param name="Requested">Packages for which the new owner is asked.</param>
/// <param name="Owner">The new owner's name as its holder spells it.</param>
/// <param name="Problems">Why nothing was done: with one package that cannot be given, none is.</param>
public sealed record OwnerAnswer(int Added, int Requested, string Owner, IReadOnlyList<OwnerProblem> Problems)
{
    internal static OwnerAnswer Refused(params IReadOnlyList<OwnerProblem> problems) => new(0, 0, "", problems);
}
