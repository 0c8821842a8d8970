using Microsoft.Extensions.Primitives;

namespace Torrone.Server.Packages.Reading;

/// <summary>Keeps what was answered to one reader out of what is kept for others.</summary>
internal static class PrivateAnswer
{
    private static readonly string[] Credentials = ["Authorization", "Cookie", "X-NuGet-ApiKey"];

    /// <summary>The last thing before the headers leave, whoever wrote them: never "public", and another answer for other credentials.</summary>
    public static Task KeepAsync(object context)
    {
        IHeaderDictionary headers = ((HttpContext)context).Response.Headers;
        string cache = headers.CacheControl.ToString();
        if (cache.Length == 0)
        {
            headers.CacheControl = "private, no-cache";
        }
        else if (cache.Contains("public", StringComparison.OrdinalIgnoreCase))
        {
            headers.CacheControl = cache.Replace("public", "private", StringComparison.OrdinalIgnoreCase);
        }
        else if (!cache.Contains("no-store", StringComparison.OrdinalIgnoreCase) && !cache.Contains("private", StringComparison.OrdinalIgnoreCase))
        {
            headers.CacheControl = "private, " + cache;
        }

        headers.Vary = StringValues.Concat(headers.Vary, string.Join(", ", Credentials));
        return Task.CompletedTask;
    }
}
