using System.Text;
using Torrone.NuGet.Manifests;

namespace Torrone.Server.Search;

/// <summary>
/// The columns of the index's tables. Lists that are filtered by are text with a bar before and after each item, behind the number of
/// the channel or version kind it is seen in.
/// </summary>
internal static class IndexedText
{
    /// <summary>A mask of the channels in which the package has a version.</summary>
    public static int Channels(PackageEntry entry) =>
        Enumerable.Range(0, SearchChannel.Count).Where(c => entry.Newest[c] >= 0).Sum(c => new SearchChannel(c).Bit);

    /// <summary>Items of each channel's newest version, such as <c>|0dependency|1dependency|1template|</c>, folded.</summary>
    public static string ByChannel(PackageEntry entry, Func<VersionDetails, IEnumerable<string>> items)
    {
        StringBuilder text = new("|");
        for (int channel = 0; channel < SearchChannel.Count; channel++)
        {
            if (entry.Newest[channel] >= 0)
            {
                foreach (string item in items(entry.Details[entry.Newest[channel]]))
                {
                    text.Append(channel).Append(item.ToLowerInvariant()).Append('|');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>Every listed version behind its kind, such as <c>|01.0.0|11.1.0-rc|</c>.</summary>
    public static string Versions(PackageEntry entry)
    {
        StringBuilder text = new("|");
        foreach (VersionEntry version in entry.Versions)
        {
            text.Append(version.Kind).Append(version.Lower).Append('|');
        }

        return text.ToString();
    }

    /// <summary>Owners, such as <c>|ann|contoso|</c>.</summary>
    public static string Owners(PackageEntry entry) => $"|{string.Join('|', entry.Owners).ToLowerInvariant()}|";

    public static string Titles(PackageEntry entry) => Labels(entry, m => m.Title);

    public static string Tags(PackageEntry entry) => Labels(entry, m => string.Join(' ', m.Tags));

    /// <summary>Each different text of the versions that are shown, once.</summary>
    public static string Prose(PackageEntry entry, Func<PackageManifest, string?> text) =>
        string.Join('\n', Texts(entry, text).Select(Tokenizer.OfProse));

    private static string Labels(PackageEntry entry, Func<PackageManifest, string?> text) =>
        Tokenizer.OfLabel(string.Join(' ', Texts(entry, text)));

    private static IEnumerable<string> Texts(PackageEntry entry, Func<PackageManifest, string?> text) =>
        entry.Details.Values.Select(d => text(d.Manifest)).OfType<string>().Where(t => t.Length > 0).Distinct();
}
