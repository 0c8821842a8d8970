using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Torrone.NuGet.Problems;
using Torrone.Server.Http;
using Torrone.Server.Packages.Push;
using Torrone.Server.Web.Uploading;
using Torrone.Storage;

namespace Torrone.Server.Web.Pages.Upload;

/// <summary>Takes a package in and leads to its preview, or says what is wrong with it.</summary>
// The token is checked by UploadForm, before the file is read; the framework's check would copy the whole upload to the disk first.
[Authorize]
[IgnoreAntiforgeryToken]
[ReadsBodyItself]
public sealed class IndexModel(
    StagedUploads uploads, BodyDrain drain, IAntiforgery antiforgery, IOptions<AntiforgeryOptions> antiforgeryOptions) : PageModel
{
    // Boundary lines, part headers and the token around the file.
    private const long FormOverhead = 64 * 1024;

    /// <summary>What is wrong with the file that was sent; empty before one is.</summary>
    public IReadOnlyList<PackageProblem> Problems { get; private set; } = [];

    /// <summary>What could be better in that file.</summary>
    public IReadOnlyList<PackageProblem> Warnings { get; private set; } = [];

    /// <summary>The name of the file with problems.</summary>
    public string FileName { get; private set; } = "";

    public int MaxMiB => uploads.MaxMiB;

    /// <summary>Bytes of the largest file.</summary>
    public long MaxBytes => (long)MaxMiB << 20;

    public string TokenField => antiforgeryOptions.Value.FormFieldName;

    public string Token => antiforgery.GetAndStoreTokens(HttpContext).RequestToken!;

    public async Task<IActionResult> OnPostAsync()
    {
        HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
        if (Request.ContentLength > MaxBytes + FormOverhead)
        {
            return await TooLargeAsync();
        }

        FileMultipartSection? file;
        StagedUpload staged;
        try
        {
            file = await UploadForm.OpenAsync(HttpContext, antiforgery, TokenField);
            if (file?.FileStream is null)
            {
                ModelState.AddModelError("file", WebText.Upload["Missing"]);
                return Page();
            }

            staged = await uploads.StageAsync(file.FileStream, file.FileName, UploadPusher.Of(HttpContext), HttpContext.RequestAborted);
        }
        catch (BlobTooLargeException)
        {
            return await TooLargeAsync();
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException or EndOfStreamException)
        {
            // What came is no upload of ours: the error page says so, and there is nothing to log.
            return BadRequest();
        }

        if (staged.PublicId is not null)
        {
            return RedirectToPage("/Upload/Preview", new { upload = staged.PublicId });
        }

        FileName = file.FileName;
        Problems = staged.Inspection.Problems;
        Warnings = staged.Inspection.Warnings;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }

    private async Task<IActionResult> TooLargeAsync()
    {
        await drain.TryDrainAsync(HttpContext, MaxBytes);
        Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        ModelState.AddModelError("file", WebText.Upload.Plural("TooLarge", MaxMiB));
        return Page();
    }
}
