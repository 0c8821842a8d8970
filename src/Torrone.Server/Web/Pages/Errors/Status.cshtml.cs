using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Torrone.Server.Http;

namespace Torrone.Server.Web.Pages.Errors;

/// <summary>The page for an answer that is an error: what happened, and one thing to do about it.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[OpenToStrangers]
public sealed class StatusModel : PageModel
{
    private static readonly int[] Known = [400, 401, 403, 404, 405, 413, 429, 500, 503];

    /// <summary>The status that is answered; anything strange is answered as 404.</summary>
    public int Status { get; private set; }

    /// <summary>The first part of the keys of this status's sentences.</summary>
    public string Key => Known.Contains(Status) ? "E" + Status.ToString(CultureInfo.InvariantCulture) : "Other";

    /// <summary>What the server's log calls this request.</summary>
    public string Reference => HttpContext.TraceIdentifier;

    /// <summary>For a missing page: the last word of its address, as something to search for. Empty when it looks like nothing.</summary>
    public string Guess { get; private set; } = "";

    /// <summary>For a limit that is reached: after how many minutes it is worth trying again; null when that is not known.</summary>
    public int? WaitMinutes { get; private set; }

    public void OnGet() => Answer();

    public void OnPost() => Answer();

    private void Answer()
    {
        // Not by model binding: what was wrong may be the form that it would read.
        _ = int.TryParse(RouteData.Values["status"]?.ToString(), CultureInfo.InvariantCulture, out int status);
        Status = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error is BadHttpRequestException refused ? refused.StatusCode
            : status is >= 400 and <= 599 ? status
            : 404;
        Response.StatusCode = Status;
        WaitMinutes = int.TryParse(Response.Headers.RetryAfter, CultureInfo.InvariantCulture, out int seconds) ? (seconds + 59) / 60 : null;
        string path = HttpContext.Features.Get<IStatusCodeReExecuteFeature>()?.OriginalPath ?? "";
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        Guess = parts is ["packages", { Length: <= 100 } id, ..] && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? id : "";
    }
}
