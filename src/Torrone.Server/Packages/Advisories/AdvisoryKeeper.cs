using Torrone.Server.Accounts;
using Torrone.Server.Audit;

namespace Torrone.Server.Packages.Advisories;

/// <summary>Who may import, remove and dismiss advisories: an administrator, or the command line. There is no other way to have one.</summary>
public sealed record AdvisoryKeeper
{
    private AdvisoryKeeper(Actor actor) => Actor = actor;

    public Actor Actor { get; }

    public static AdvisoryKeeper CommandLine { get; } = new(Actor.CommandLine);

    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public static AdvisoryKeeper Of(SignedIn person, Actor actor) => person.IsAdmin ? new AdvisoryKeeper(actor) : throw new NotAdministratorException();
}
