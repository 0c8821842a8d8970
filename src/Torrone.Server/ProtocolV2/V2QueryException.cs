using Torrone.NuGet.V2;
using Torrone.Server.Http;

namespace Torrone.Server.ProtocolV2;

/// <summary>A query that is not answered, with the reason for whoever sent it.</summary>
internal sealed class V2QueryException(Refusal refusal) : Exception(refusal.Code)
{
    public Refusal Refusal { get; } = refusal;

    /// <summary>More would have to be looked at than one request may cost.</summary>
    public static V2QueryException TooBroad() =>
        new(new Refusal(StatusCodes.Status400BadRequest, "query-too-broad", V2Text.Text.English("TooBroad")));

    /// <summary>A parameter is missing or no value of its kind.</summary>
    public static V2QueryException BadParameter(string name) =>
        new(new Refusal(StatusCodes.Status400BadRequest, "query-invalid", V2Text.Text.English("BadParameter", name)));

    /// <summary>A query option is not understood.</summary>
    public static V2QueryException BadOption(string option, ODataException error) => new(new Refusal(
        StatusCodes.Status400BadRequest, "query-invalid",
        V2Text.Text.English("BadOption", option, V2Text.Text.English(error.Problem.ToString(), Cut(error.Text)), error.Position)));

    private static string Cut(string text) => text.Length > 40 ? text[..40] + "..." : text;
}
