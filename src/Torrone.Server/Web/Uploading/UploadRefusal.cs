using Torrone.Server.Http;

namespace Torrone.Server.Web.Uploading;

/// <summary>What the protocol says in English, in the reader's language.</summary>
internal static class UploadRefusal
{
    /// <summary>The page's sentence for a refusal; the protocol's own for one that only programs meet.</summary>
    public static string Sentence(Refusal refusal, string id, string version) => refusal.Code switch
    {
        "not-owner" => WebText.Upload.Format("Refused.NotOwner", id),
        "prefix-reserved" => WebText.Upload.Format("Refused.PrefixReserved", id),
        "version-exists" => WebText.Upload.Format("Refused.VersionExists", id, version),
        "version-missing" => WebText.Upload.Format("Refused.VersionMissing", id, version),
        _ => refusal.Localized?.Invoke() ?? refusal.Sentence,
    };
}
