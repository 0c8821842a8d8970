using Microsoft.AspNetCore.Mvc.ModelBinding;
using Torrone.Server.Accounts;
using Torrone.Server.Accounts.Factors;
using Torrone.Server.Accounts.Links;

namespace Torrone.Server.Web.Proof;

/// <summary>
/// "Confirm it is you", for any form. The form holds <c>&lt;partial name="_StepUp" model="sentence" /&gt;</c>, which shows nothing while the
/// session's proof is fresh; the page asks <see cref="ProvedAsync"/> before it acts and shows itself again, filled in, when that says no.
/// The operation behind checks the proof once more. Lives for one request.
/// </summary>
public sealed class StepUp(IHttpContextAccessor http, ProveAgain prove, LinkBase links)
{
    /// <summary>The key of the proof's error, and the beginning of its fields' names.</summary>
    public const string Field = "Proof";

    private bool _asked;
    private bool _proved;
    private int _parts;
    private long _notBefore = long.MinValue;

    /// <summary>
    /// An act of this request asks for a proof that is younger than what made the act necessary, however fresh the session's is. To be said
    /// before <see cref="ProvedAsync"/>, and before the page is shown.
    /// </summary>
    /// <param name="at">UTC Unix milliseconds.</param>
    public void DemandAfter(long at) => _notBefore = at;

    /// <summary>
    /// True when the person has proved to be the account's holder within the last 30 minutes, or does so in this form. False after it put
    /// the reason beside the proof's field: show the page again.
    /// </summary>
    public async Task<bool> ProvedAsync(ModelStateDictionary problems)
    {
        SignedIn person = Person;
        if (_proved || IsFresh(person))
        {
            return true;
        }

        GivenProof given = await GivenAsync();
        _proved = !given.IsEmpty && await prove.RunAsync(person, given, links.Of(Context), Context.SessionActor());
        if (!_proved)
        {
            problems.Clear();
            Ask(problems, given.IsEmpty ? null : (await prove.WaysAsync(person)).Required);
        }

        return _proved;
    }

    /// <summary>Makes the page ask, after an operation said that the proof is too old.</summary>
    public void Ask(ModelStateDictionary problems) => Ask(problems, null);

    /// <summary>What a part of a page must show; null while nothing has to be asked.</summary>
    internal async Task<StepUpPart?> PartAsync(string sentence)
    {
        if (!_asked && (_proved || IsFresh(Person)))
        {
            return null;
        }

        int number = ++_parts;
        string sent = Context.Request.HasFormContentType ? (await Context.Request.ReadFormAsync())[Field + ".Form"].ToString() : "";
        return new StepUpPart(number, sentence, await prove.WaysAsync(Person), _asked && (sent.Length == 0 || sent == number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private HttpContext Context => http.HttpContext ?? throw new InvalidOperationException("There is no request.");

    private SignedIn Person => Context.CurrentAccount() ?? throw new InvalidOperationException("Nobody is signed in.");

    private bool IsFresh(SignedIn person) => prove.IsFresh(person) && person.ProvedAt > _notBefore;

    private void Ask(ModelStateDictionary problems, ProofStrength? wrong)
    {
        _asked = true;
        problems.AddModelError(Field, WebText.Factors[wrong switch
        {
            null => "Proof.Wanted",
            ProofStrength.Password => "Proof.WrongPassword",
            _ => "Proof.WrongFactor",
        }]);
    }

    private async Task<GivenProof> GivenAsync()
    {
        if (!Context.Request.HasFormContentType)
        {
            return new GivenProof();
        }

        IFormCollection form = await Context.Request.ReadFormAsync(Context.RequestAborted);
        string Of(string name) => form[$"{Field}.{name}"].LastOrDefault(v => !string.IsNullOrEmpty(v)) ?? "";
        return new GivenProof(Of("Password"), Of("Code"), Of("Passkey"), Of("PasskeyState"));
    }
}
