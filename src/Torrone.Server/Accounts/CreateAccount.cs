using System.Data.Common;
using Microsoft.AspNetCore.Identity;
using Torrone.Server.Accounts.Emails;
using Torrone.Server.Accounts.Identity;
using Torrone.Server.Accounts.Names;
using Torrone.Server.Accounts.Passwords;
using Torrone.Server.Audit;
using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>Makes an account: for the registration page, the set-up link, an administrator and the command line alike.</summary>
public sealed class CreateAccount
{
    private readonly Database _database;
    private readonly AuditLog _audit;
    private readonly TimeProvider _clock;
    private readonly IPasswordHasher<AccountRecord> _hasher;

    internal CreateAccount(Database database, AuditLog audit, TimeProvider clock, IPasswordHasher<AccountRecord> hasher)
    {
        _database = database;
        _audit = audit;
        _clock = clock;
        _hasher = hasher;
    }

    /// <summary>Makes the account in a transaction of its own. Sends no letter.</summary>
    public async Task<CreateAccountAnswer> RunAsync(NewAccount wanted, Actor actor, CancellationToken cancellation = default)
    {
        Prepared prepared = Prepare(wanted);
        return prepared.Problems.Count > 0
            ? CreateAccountAnswer.Refused(prepared.Problems)
            : await AgainOnRaceAsync(write => InsertAsync(write, prepared, actor), cancellation);
    }

    /// <summary>Checks what can be checked without the database, and hashes the password: slow, so never inside a transaction.</summary>
    internal Prepared Prepare(NewAccount wanted)
    {
        string name = wanted.Name.Trim();
        string email = wanted.Email.Trim();
        AccountProblem?[] problems =
        [
            NameRules.Check(name),
            EmailRules.Check(email),
            wanted.Password is null ? null : PasswordRules.Check(wanted.Password, name, email),
        ];
        AccountRecord record = new()
        {
            PublicId = PublicId.New(),
            Name = name,
            Email = email,
            SecurityStamp = PublicId.New(),
            IsAdmin = wanted.IsAdmin,
            Language = wanted.Language,
            EmailConfirmedAt = wanted.IsConfirmed ? Now() : null,
        };
        AccountProblem[] found = [.. problems.OfType<AccountProblem>()];
        if (found.Length == 0 && wanted.Password is not null)
        {
            record.PasswordHash = _hasher.HashPassword(record, wanted.Password);
        }

        return new Prepared(record, found);
    }

    /// <summary>Inserts what <see cref="Prepare"/> found good.</summary>
    internal async Task<CreateAccountAnswer> InsertAsync(WriteTransaction write, Prepared prepared, Actor actor)
    {
        AccountRecord record = prepared.Record;
        if (await PrincipalNames.IsTakenAsync(write, record.Name, Now()))
        {
            return CreateAccountAnswer.Refused(new AccountProblem("Name", "NameTaken"));
        }

        if (await KeptEmails.HolderAsync(write, record.Email, Now()) is not null)
        {
            return CreateAccountAnswer.Refused(new AccountProblem("Email", "EmailTaken"));
        }

        await AccountRows.InsertAsync(write, record, Now());
        await _audit.WriteAsync(write, new AuditEntry("account.created", actor, "user", record.PublicId, record.PrincipalId,
            After: record.IsAdmin ? "administrator" : null));
        return new CreateAccountAnswer(await AccountDirectory.FindAsync(write, record.PrincipalId), []);
    }

    /// <summary>
    /// Two nodes that take the same name at once both find it free; the index refuses the second, which then looks again and is told.
    /// </summary>
    internal async Task<T> AgainOnRaceAsync<T>(Func<WriteTransaction, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await _database.WriteAsync(work, cancellation);
        }
        catch (DbException e) when (_database.IsUniqueViolation(e))
        {
            return await _database.WriteAsync(work, cancellation);
        }
    }

    private long Now() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    internal sealed record Prepared(AccountRecord Record, IReadOnlyList<AccountProblem> Problems);
}
