namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>Why a key cannot be made or changed as asked.</summary>
/// <param name="Field">The part of the request it concerns: name, owner, actions, subjects, expiry, addresses, versions, proof; "" for the whole.</param>
/// <param name="Sentence">For the person, in the language of the request.</param>
public sealed record KeyProblem(string Field, string Sentence)
{
    internal static KeyProblem Of(string field, string text, params object?[] values) => new(field, ApiKeysText.Text.Format(text, values));
}
