using System.Globalization;
using System.Text.Unicode;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>The readme, icon and license that a manifest names: whether they are there and may be shown.</summary>
internal sealed class EmbeddedFiles
{
    private static readonly string[] PictureExtensions = [".png", ".jpg", ".jpeg"];

    private readonly Dictionary<ZipEntry, byte[]?> contents = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ZipEntry> entries;
    private readonly PackageManifest? manifest;
    private readonly ArchiveLimits limits;
    private readonly ProblemList problems;
    private readonly ProblemList warnings;

    /// <summary>Finds the files that the manifest names and checks what can be checked by name and size.</summary>
    /// <param name="manifest">Null names none.</param>
    public EmbeddedFiles(IEnumerable<ZipEntry> entries, PackageManifest? manifest, ArchiveLimits limits, ProblemList problems, ProblemList warnings)
    {
        (this.manifest, this.limits, this.problems, this.warnings) = (manifest, limits, problems, warnings);
        this.entries = entries.DistinctBy(entry => entry.Path).ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        Select(manifest?.ReadmeFile, ProblemCode.ReadmeMissing, ProblemCode.ReadmeTooLarge, ProblemCode.ReadmeExtension, ".md");
        Select(manifest?.IconFile, ProblemCode.IconMissing, ProblemCode.IconTooLarge, null);
        Select(
            manifest?.LicenseFile,
            ProblemCode.LicenseFileMissing,
            ProblemCode.LicenseFileTooLarge,
            ProblemCode.LicenseFileExtension,
            ".txt",
            ".md",
            "");
    }

    /// <summary>UTF-8 text; null when there is none.</summary>
    public byte[]? Readme { get; private set; }

    /// <summary>UTF-8 text; null when there is none.</summary>
    public byte[]? License { get; private set; }

    public byte[]? Icon { get; private set; }

    public string? IconMediaType { get; private set; }

    /// <summary>True when the entry's bytes are wanted.</summary>
    public bool Wants(ZipEntry entry) => contents.ContainsKey(entry);

    public void Keep(ZipEntry entry, byte[]? bytes) => contents[entry] = bytes;

    /// <summary>Checks what was unpacked.</summary>
    public void Check()
    {
        Picture(manifest?.IconFile);
        Readme = Text(manifest?.ReadmeFile, ProblemCode.ReadmeNotText, ProblemCode.ReadmeEmpty);
        License = Text(manifest?.LicenseFile, ProblemCode.LicenseFileNotText, ProblemCode.LicenseFileEmpty);
    }

    private void Picture(string? path)
    {
        if (Content(path) is not { } bytes)
        {
            return;
        }

        if (Archives.Picture.MediaType(bytes) is not { } mediaType)
        {
            problems.Add(ProblemCode.IconNotPicture, path!);
            return;
        }

        (Icon, IconMediaType) = (bytes, mediaType);
        if (!PictureExtensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            warnings.Add(ProblemCode.IconExtension, path!);
        }
    }

    private void Select(string? path, string missing, string tooLarge, string? extension, params string[] extensions)
    {
        if (path is null)
        {
            return;
        }

        if (extension is not null && !extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            problems.Add(extension, path);
        }

        if (!entries.TryGetValue(path, out var entry))
        {
            problems.Add(missing, path);
        }
        else if (entry.Size > limits.MaxEmbeddedBytes)
        {
            problems.Add(tooLarge, path, limits.MaxEmbeddedBytes.ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            contents[entry] = null;
        }
    }

    private byte[]? Text(string? path, string notText, string empty)
    {
        if (Content(path) is not { } bytes)
        {
            return null;
        }

        if (!Utf8.IsValid(bytes) || bytes.Contains((byte)0))
        {
            problems.Add(notText, path!);
            return null;
        }

        ReadOnlySpan<byte> rest = bytes;
        rest = rest.StartsWith("\uFEFF"u8) ? rest[3..] : rest;
        if (rest.ContainsAnyExcept(" \t\r\n"u8))
        {
            return bytes;
        }

        problems.Add(empty, path!);
        return null;
    }

    private byte[]? Content(string? path) =>
        path is not null && entries.TryGetValue(path, out var entry) ? contents.GetValueOrDefault(entry) : null;
}
