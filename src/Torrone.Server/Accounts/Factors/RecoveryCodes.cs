using Torrone.Server.Audit;

namespace Torrone.Server.Accounts.Factors;

/// <summary>A fresh set of recovery codes, for who has used or lost the old one.</summary>
public sealed class RecoveryCodes
{
    private readonly RecoveryCodeRows _rows;
    private readonly FactorChange _change;
    private readonly AuditLog _audit;
    private readonly FactorLetters _letters;

    internal RecoveryCodes(RecoveryCodeRows rows, FactorChange change, AuditLog audit, FactorLetters letters)
    {
        _rows = rows;
        _change = change;
        _audit = audit;
        _letters = letters;
    }

    /// <summary>Makes the set; the old codes stop to work. Refused to who has no second factor, since nothing would ask for them.</summary>
    public Task<FactorAnswer> RenewAsync(SignedIn person, string site, Actor who) => _change.RunAsync(person, who, async (write, account) =>
    {
        if (!(await FactorRows.WaysAsync(write, account.PrincipalId)).HasSecondFactor)
        {
            return FactorAnswer.Refused("", "NoSecondFactor");
        }

        IReadOnlyList<string> codes = await _rows.RenewAsync(write, account.PrincipalId);
        await _audit.WriteAsync(write, new AuditEntry("recovery-codes.made", who, "user", account.PublicId, account.PrincipalId));
        await _letters.TellAsync(write, account, "Factor.CodesMade", site);
        return new FactorAnswer([], codes);
    });
}
