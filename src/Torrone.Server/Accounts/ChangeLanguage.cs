using Torrone.Server.Data;

namespace Torrone.Server.Accounts;

/// <summary>The language that letters to a person are written in, and that pages begin with after a sign-in.</summary>
public sealed class ChangeLanguage(Database database)
{
    /// <summary>Null when the person has not chosen one.</summary>
    public Task<string?> OfAsync(long personId) => database.ReadAsync(read => read.FirstOrDefaultAsync<string>(
        "SELECT language FROM users WHERE principal_id = @personId", new { personId }));

    /// <param name="tag">One of the languages that the gallery speaks; the caller has checked it.</param>
    public Task RunAsync(SignedIn person, string tag) => database.WriteAsync(write => write.ExecuteAsync(
        "UPDATE users SET language = @tag WHERE principal_id = @PrincipalId", new { tag, person.PrincipalId }));
}
