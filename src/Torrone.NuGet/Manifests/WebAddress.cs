namespace Torrone.NuGet.Manifests;

/// <summary>Tells addresses that a page or a client may follow from everything else that an author can write.</summary>
public static class WebAddress
{
    /// <summary>True for an absolute http or https address with a host and without user name, blanks or control characters.</summary>
    public static bool IsWeb(string? text) =>
        text is not null
        && !text.Any(character => char.IsControl(character) || char.IsWhiteSpace(character))
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.Host.Length > 0
        && address.UserInfo.Length == 0;
}
