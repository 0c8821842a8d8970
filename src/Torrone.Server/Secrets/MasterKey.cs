using System.Security.Cryptography;
using System.Text;
using Torrone.Server.Data;
using Torrone.Server.Settings;
using Torrone.Server.Text;

namespace Torrone.Server.Secrets;

/// <summary>
/// The one secret outside the database. Everything else is derived from it by HKDF-SHA-256, so that a stolen database alone
/// forges nothing. A ring: the first key is current, older ones stay readable until nothing depends on them.
/// </summary>
public sealed class MasterKey
{
    /// <summary>The bytes of one key.</summary>
    public const int Length = 32;

    private static readonly TextSource Sentences = new("Torrone.Server.Secrets.Text");
    private readonly SortedDictionary<int, byte[]> _ring;

    private MasterKey(SortedDictionary<int, byte[]> ring) => _ring = ring;

    /// <summary>The version that new secrets are made under.</summary>
    public int Current => _ring.Keys.Max();

    /// <summary>Every version that can still be asked.</summary>
    public IReadOnlyCollection<int> Versions => _ring.Keys;

    /// <summary>
    /// Reads the setting (base64 text, or a path), or data/master.key, which is made with mode 0600 when neither exists.
    /// A ring is several lines "version:base64"; a bare base64 line is version 1.
    /// </summary>
    /// <exception cref="MasterKeyException">The text is not a key.</exception>
    public static MasterKey Load(TorroneSettings settings)
    {
        string set = settings.MasterKey.Trim();
        if (set.Length > 0 && !File.Exists(set))
        {
            return Parse(set, "Torrone__MasterKey");
        }

        string path = set.Length > 0 ? set : settings.Under("master.key");
        if (!File.Exists(path))
        {
            Make(path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>A secret for one purpose. Different purposes and versions give unrelated bytes.</summary>
    /// <exception cref="KeyNotFoundException">The ring no longer has that version.</exception>
    public byte[] Derive(string purpose, int version, int length = 32) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _ring[version], length, info: Encoding.UTF8.GetBytes("torrone/" + purpose));

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Under another name until it is whole: what a crash leaves of it, or another process sees of it, must not pass for the key.
        string part = $"{path}.{PublicId.New()}";
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (FileStream file = new(part, options))
            {
                file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)) + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it in the meantime: both must use the same one.
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static MasterKey Parse(string text, string where)
    {
        SortedDictionary<int, byte[]> ring = [];
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            int version = 1;
            byte[] key = new byte[Length + 1];
            if ((colon > 0 && !int.TryParse(line.AsSpan(0, colon), out version)) || version < 1
                || !Convert.TryFromBase64String(line[(colon + 1)..], key, out int count) || count != Length
                || !ring.TryAdd(version, key[..Length]))
            {
                // Never the text itself: it may be the right key with one wrong character.
                throw new MasterKeyException(Sentences.Format("MasterKeyMalformed", where));
            }
        }

        return ring.Count > 0 ? new MasterKey(ring) : throw new MasterKeyException(Sentences.Format("MasterKeyMalformed", where));
    }
}
