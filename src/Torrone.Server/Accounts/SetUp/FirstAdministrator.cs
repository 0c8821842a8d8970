using Torrone.Server.Data;

namespace Torrone.Server.Accounts.SetUp;

/// <summary>Whether the gallery has its first administrator. Until then nobody can register.</summary>
public sealed class FirstAdministrator(Database database)
{
    // Once there was one there always is: the answer "yes" needs no second question.
    private volatile bool _known;

    /// <summary>True once an administrator's account exists, however it was made.</summary>
    public async Task<bool> IsThereAsync(CancellationToken cancellation = default)
    {
        _known = _known || await database.ReadAsync(IsThereAsync, cancellation);
        return _known;
    }

    /// <inheritdoc cref="IsThereAsync(CancellationToken)"/>
    internal static async Task<bool> IsThereAsync(DbSession read) => await read.ScalarAsync<long>("SELECT count(*) FROM users WHERE is_admin = 1") > 0;
}
