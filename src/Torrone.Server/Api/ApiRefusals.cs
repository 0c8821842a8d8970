using System.Globalization;
using Torrone.Server.ApiKeys.Lifecycle;
using Torrone.Server.Http;

namespace Torrone.Server.Api;

/// <summary>Every "no" of the API that is not a key's own.</summary>
internal static class ApiRefusals
{
    public static Refusal CredentialsMissing => Of(StatusCodes.Status401Unauthorized, "credentials-missing", "RefusalCredentials");

    public static Refusal SessionNeeded => Of(StatusCodes.Status403Forbidden, "session-needed", "RefusalSessionNeeded");

    public static Refusal Antiforgery => Of(StatusCodes.Status400BadRequest, "antiforgery", "RefusalAntiforgery");

    public static Refusal Json => Of(StatusCodes.Status400BadRequest, "json-invalid", "RefusalJson");

    public static Refusal Parameter => Of(StatusCodes.Status400BadRequest, "parameter-invalid", "RefusalParameter");

    public static Refusal Method => Of(StatusCodes.Status405MethodNotAllowed, "method-not-allowed", "RefusalMethod");

    public static Refusal TooLarge => Of(StatusCodes.Status413PayloadTooLarge, "too-large", "RefusalTooLarge");

    public static Refusal NoSuchKey => Of(StatusCodes.Status404NotFound, "key-not-found", "RefusalNoSuchKey");

    public static Refusal NoSuchOrganization => Of(StatusCodes.Status404NotFound, "organization-not-found", "RefusalNoSuchOrganization");

    public static Refusal NoSuchAddress => Of(StatusCodes.Status404NotFound, "address-not-found", "RefusalNoSuchAddress");

    /// <param name="again">UTC.</param>
    public static Refusal TooMany(DateTimeOffset again, int seconds) => new(StatusCodes.Status429TooManyRequests, "too-many-requests",
        ApiText.Text.English("RefusalTooMany", again.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture))) { RetryAfterSeconds = seconds };

    /// <summary>Everything that is wrong with a request, each with its field: 403 when only the proof is too old, else 400.</summary>
    public static Refusal Problems(IReadOnlyList<KeyProblem> problems) => problems is [{ Field: "proof" } proof]
        ? new Refusal(StatusCodes.Status403Forbidden, "proof-needed", proof.Sentence)
        : new Refusal(StatusCodes.Status400BadRequest, "key-invalid", problems[0].Sentence,
            [.. problems.Select(p => p.Field.Length == 0 ? p.Sentence : $"{p.Field}: {p.Sentence}")]);

    private static Refusal Of(int status, string code, string text) => new(status, code, ApiText.Text.English(text));
}
