using System.Globalization;
using System.Text.Unicode;
using Torrone.NuGet.Manifests;
using Torrone.NuGet.Problems;

namespace Torrone.NuGet.Archives;

/// <summary>The readme, icon and license that a manifest names: whether they are there and may be shown.</summary>
internal sealed class EmbeddedFiles(IReadOnlyDictionary<string, ZipEntry> entries, ArchiveLimits limits, ProblemList problems)
{
    private readonly Dictionary<ZipEntry, byte[]?> contents = [];

    /// <summary>Finds the files that the manifest names and checks what can be checked by name and size.</summary>
    public void Select(PackageManifest manifest)
    {
        Select(manifest.ReadmeFile, ProblemCode.ReadmeMissing, ProblemCode.ReadmeTooLarge, ProblemCode.ReadmeExtension, ".md");
        Select(manifest.IconFile, ProblemCode.IconMissing, ProblemCode.IconTooLarge, null);
        Select(
            manifest.LicenseFile,
            ProblemCode.LicenseFileMissing,
            ProblemCode.LicenseFileTooLarge,
            ProblemCode.LicenseFileExtension,
            ".txt",
            ".md",
            "");
    }

    /// <summary>True when the entry's bytes are wanted.</summary>
    public bool Wants(ZipEntry entry) => contents.ContainsKey(entry);

    public void Keep(ZipEntry entry, byte[]? bytes) => contents[entry] = bytes;

    public byte[]? Readme(string? path) => Text(path, ProblemCode.ReadmeNotText, ProblemCode.ReadmeEmpty);

    public byte[]? License(string? path) => Text(path, ProblemCode.LicenseFileNotText, ProblemCode.LicenseFileEmpty);

    public (byte[]? Bytes, string? MediaType) Icon(string? path)
    {
        if (Content(path) is not { } bytes)
        {
            return (null, null);
        }

        if (Picture.MediaType(bytes) is { } mediaType)
        {
            return (bytes, mediaType);
        }

        problems.Add(ProblemCode.IconNotPicture, path!);
        return (null, null);
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
