using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Primitives;
using Torrone.Server.Http;

namespace Torrone.Server.ApiKeys;

/// <summary>From a request's headers to a valid key, before any of the body is read.</summary>
public sealed class KeyGate(KeyLookup lookup, RecentKeys recent, SiteTag site, TimeProvider clock)
{
    /// <summary>The header of NuGet's push protocol.</summary>
    public const string Header = "X-NuGet-ApiKey";

    // Far above a key and its user name, far below what a stranger could make us decode for fun.
    private const int LongestCredential = 1024;

    /// <summary>
    /// Reads the key from X-NuGet-ApiKey or, without that header, from the password of Basic authentication (any user name), and
    /// checks everything about it that does not depend on a package.
    /// </summary>
    public Task<KeyAnswer> AuthenticateAsync(HttpContext context) => AuthenticateAsync(context, lookup.FindAsync);

    /// <summary>The same for reading alone: what is known of the key may be <see cref="RecentKeys.Fresh"/> old.</summary>
    public Task<KeyAnswer> AuthenticateReaderAsync(HttpContext context) => AuthenticateAsync(context, recent.FindAsync);

    private async Task<KeyAnswer> AuthenticateAsync(HttpContext context, Func<KeyText, CancellationToken, Task<PresentedKey?>> find)
    {
        (PresentedKey? key, Refusal? unknown) = await FindAsync(Presented(context.Request.Headers), find, context.RequestAborted);
        if (key is null)
        {
            return KeyAnswer.Refuse(unknown ?? KeyRefusals.Unknown);
        }

        return KeyEvaluation.State(key, clock.GetUtcNow().ToUnixTimeMilliseconds(), context.Connection.RemoteIpAddress) is { } refusal
            ? KeyAnswer.Refuse(refusal, key)
            : KeyAnswer.Valid(key);
    }

    /// <summary>The key that a text is, whether it is in force or not; or why it is none.</summary>
    /// <param name="presented">What a stranger sent; null when nothing.</param>
    internal Task<(PresentedKey? Key, Refusal? Unknown)> FindAsync(string? presented, CancellationToken cancellation = default) =>
        FindAsync(presented, lookup.FindAsync, cancellation);

    private async Task<(PresentedKey? Key, Refusal? Unknown)> FindAsync(
        string? presented, Func<KeyText, CancellationToken, Task<PresentedKey?>> find, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(presented))
        {
            return (null, KeyRefusals.Missing);
        }

        if (!KeyText.TryParse(presented, out KeyText? text, out KeyTextProblem problem))
        {
            return (null, problem == KeyTextProblem.Checksum ? KeyRefusals.Checksum : KeyRefusals.Malformed);
        }

        if (text.SiteTag != site.Value)
        {
            return (null, KeyRefusals.Foreign);
        }

        return await find(text, cancellation) is { } key ? (key, null) : (null, KeyRefusals.Unknown);
    }

    internal static string? Presented(IHeaderDictionary headers)
    {
        // Several values come joined by commas and so cannot be read as a key.
        StringValues values = headers[Header];
        return values.Count > 0 ? values.ToString() : BasicPassword(headers.Authorization.ToString());
    }

    private static string? BasicPassword(string authorization)
    {
        if (authorization.Length is 0 or > LongestCredential
            || !AuthenticationHeaderValue.TryParse(authorization, out AuthenticationHeaderValue? header)
            || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) || header.Parameter is null)
        {
            return null;
        }

        byte[] bytes = new byte[header.Parameter.Length];
        if (!Convert.TryFromBase64String(header.Parameter, bytes, out int count))
        {
            return null;
        }

        string pair = Encoding.UTF8.GetString(bytes, 0, count);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }
}
