using Torrone.Server.Accounts.Links;
using Torrone.Server.Audit;
using Torrone.Server.Data;
using Torrone.Server.Settings;

namespace Torrone.Server.Accounts.SetUp;

/// <summary>The link that makes the first administrator: 24 hours, one claim, nothing once there is an administrator.</summary>
public sealed class SetUpLink
{
    private readonly Database _database;
    private readonly OneTimeLinks _links;
    private readonly CreateAccount _create;
    private readonly SignIn _signIn;
    private readonly TorroneSettings _settings;

    internal SetUpLink(Database database, OneTimeLinks links, CreateAccount create, SignIn signIn, TorroneSettings settings)
    {
        _database = database;
        _links = links;
        _create = create;
        _signIn = signIn;
        _settings = settings;
    }

    /// <summary>True while the link would work. Takes nothing.</summary>
    public Task<bool> IsGoodAsync(string? token) => _database.ReadAsync(async read =>
        await _links.PeekAsync(read, LinkPurpose.SetUp, token) is not null && !await FirstAdministrator.IsThereAsync(read));

    /// <summary>Makes the administrator, confirmed, and begins the session. A form with problems leaves the link as it is.</summary>
    public async Task<SetUpAnswer> ClaimAsync(string? token, NewAccount wanted, Actor actor)
    {
        if (!await IsGoodAsync(token))
        {
            return SetUpAnswer.LinkIsOver;
        }

        CreateAccount.Prepared prepared = _create.Prepare(wanted with { IsAdmin = true, IsConfirmed = true });
        if (prepared.Problems.Count > 0)
        {
            return new SetUpAnswer(null, prepared.Problems);
        }

        SetUpAnswer answer = await _create.AgainOnRaceAsync(write => ClaimAsync(write, token, prepared, actor), CancellationToken.None);
        if (answer.Session is not null)
        {
            File.Delete(PathOf(_settings));
        }

        return answer;
    }

    /// <summary>Where the link lies when the console is no terminal.</summary>
    internal static string PathOf(TorroneSettings settings) => settings.Under("setup-link");

    private async Task<SetUpAnswer> ClaimAsync(WriteTransaction write, string? token, CreateAccount.Prepared prepared, Actor actor)
    {
        if (await FirstAdministrator.IsThereAsync(write) || await _links.PeekAsync(write, LinkPurpose.SetUp, token) is null)
        {
            return SetUpAnswer.LinkIsOver;
        }

        CreateAccountAnswer answer = await _create.InsertAsync(write, prepared, actor);
        if (answer.Account is not { } account)
        {
            return new SetUpAnswer(null, answer.Problems);
        }

        return await _links.TakeAsync(write, LinkPurpose.SetUp, token) is null
            ? throw new InvalidOperationException("The set-up link was taken within its own transaction.")
            : new SetUpAnswer(await _signIn.BeginAsync(write, account.PrincipalId, account.PublicId, actor), []);
    }
}
