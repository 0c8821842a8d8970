using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>What administrators do with people. Each act asks whether the person is one: the row of the session, read for this request.</summary>
public sealed class AccountAdministration
{
    private readonly Database _database;
    private readonly AccountDirectory _directory;
    private readonly AddPerson _add;
    private readonly ConfirmEmail _confirm;

    internal AccountAdministration(Database database, AccountDirectory directory, AddPerson add, ConfirmEmail confirm)
    {
        _database = database;
        _directory = directory;
        _add = add;
        _confirm = confirm;
    }

    /// <summary>People by a part of the name or address, at most 100, those who wait for confirmation first.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<List<Account>> SearchAsync(SignedIn person, string text)
    {
        Require(person);
        return _directory.SearchAsync(text, 100);
    }

    /// <summary>Confirms an address in its holder's place. False when there is no such account.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<bool> ConfirmAsync(SignedIn person, string publicId, Actor actor)
    {
        Require(person);
        return _database.WriteAsync(async write =>
        {
            if (await AccountDirectory.FindByPublicIdAsync(write, publicId) is not { } account)
            {
                return false;
            }

            await _confirm.MarkAsync(write, account, actor);
            return true;
        });
    }

    /// <summary>
    /// A fresh link for the person to be given by hand: to confirm, or, for who has no password yet, to choose one. Earlier ones die.
    /// Null when there is no such account, or nothing that a link could do for it.
    /// </summary>
    /// <param name="site">What the link begins with.</param>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<string?> MakeLinkAsync(SignedIn person, string publicId, string site, Actor actor)
    {
        Require(person);
        return _database.WriteAsync(async write =>
            await AccountDirectory.FindByPublicIdAsync(write, publicId) is { } account && (!account.IsConfirmed || !account.HasPassword)
                ? await _add.MakeLinkAsync(write, account, site, actor)
                : null);
    }

    /// <summary>Adds a person without a password, confirmed by the administrator's word; the link lets them choose one.</summary>
    /// <exception cref="NotAdministratorException">The person is none.</exception>
    public Task<AddedPerson> AddAsync(SignedIn person, string name, string email, string site, Actor actor)
    {
        Require(person);
        return _add.RunAsync(new NewAccount(name, email, null), site, actor);
    }

    private static void Require(SignedIn person)
    {
        if (!person.IsAdmin)
        {
            throw new NotAdministratorException();
        }
    }
}
