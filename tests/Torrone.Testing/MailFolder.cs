using System.Diagnostics;
using System.Net.Mime;
using System.Text;
using System.Text.RegularExpressions;

namespace Torrone.Testing;

/// <summary>Reads the .eml files that the gallery leaves in its data folder when it has no mail server.</summary>
public sealed partial class MailFolder(string folder)
{
    /// <summary>Every mail there is, oldest first.</summary>
    public IReadOnlyList<ReceivedMail> All() => !Directory.Exists(folder) ? [] :
        [.. new DirectoryInfo(folder).EnumerateFiles("*.eml").OrderBy(f => f.LastWriteTimeUtc).Select(f => Read(File.ReadAllText(f.FullName)))];

    /// <summary>Waits for a mail, at most ten seconds.</summary>
    public async Task<ReceivedMail> WaitForAsync(Func<ReceivedMail, bool> wanted)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10))
        {
            if (All().LastOrDefault(wanted) is { } mail)
            {
                return mail;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException(
            $"The mail did not come. There are: {string.Join("; ", All().Select(m => $"'{m.Subject}' to {m.To}"))}");
    }

    private static ReceivedMail Read(string raw)
    {
        (Dictionary<string, string> headers, string body) = Split(raw);
        List<(string Type, string Text)> parts = [.. Parts(headers, body)];
        return new ReceivedMail(
            raw,
            headers.GetValueOrDefault("to", ""),
            EncodedWord().Replace(headers.GetValueOrDefault("subject", ""), word => Word(word.Groups[1].Value, word.Groups[2].Value)),
            parts.FirstOrDefault(p => p.Type == "text/plain").Text ?? "",
            parts.FirstOrDefault(p => p.Type == "text/html").Text ?? "");
    }

    // RFC 2047: the blank between two encoded words does not count.
    [GeneratedRegex(@"=\?utf-8\?([BQ])\?([^?]*)\?=(?:\s+(?==\?))?", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    private static string Word(string encoding, string text) => encoding is "B" or "b" ? Decode("base64", text)
        : Decode("quoted-printable", text.Replace('_', ' '));

    private static (Dictionary<string, string> Headers, string Body) Split(string entity)
    {
        string text = entity.ReplaceLineEndings("\n");
        int end = text.IndexOf("\n\n", StringComparison.Ordinal);
        string head = (end < 0 ? text : text[..end]).Replace("\n ", " ", StringComparison.Ordinal).Replace("\n\t", " ", StringComparison.Ordinal);
        Dictionary<string, string> headers = [];
        foreach (string line in head.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].ToLowerInvariant()] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, end < 0 ? "" : text[(end + 2)..]);
    }

    private static IEnumerable<(string Type, string Text)> Parts(Dictionary<string, string> headers, string body)
    {
        ContentType type = new(headers.GetValueOrDefault("content-type", "text/plain; charset=utf-8"));
        if (type.Boundary is { } boundary)
        {
            string[] pieces = body.Split("--" + boundary, StringSplitOptions.None);
            return pieces.Skip(1).Where(p => !p.StartsWith("--", StringComparison.Ordinal))
                .Select(p => Split(p.TrimStart('\n'))).SelectMany(p => Parts(p.Headers, p.Body));
        }

        return [(type.MediaType, Decode(headers.GetValueOrDefault("content-transfer-encoding", "7bit"), body))];
    }

    private static string Decode(string encoding, string body)
    {
        switch (encoding.ToLowerInvariant())
        {
            case "base64":
                return Encoding.UTF8.GetString(Convert.FromBase64String(body));
            case "quoted-printable":
                List<byte> bytes = [];
                string joined = body.Replace("=\n", "", StringComparison.Ordinal);
                for (int at = 0; at < joined.Length; at++)
                {
                    bool escaped = joined[at] == '=' && at + 2 < joined.Length;
                    bytes.AddRange(escaped ? Convert.FromHexString(joined.AsSpan(at + 1, 2)) : Encoding.UTF8.GetBytes(joined[at].ToString()));
                    at += escaped ? 2 : 0;
                }

                return Encoding.UTF8.GetString([.. bytes]);
            default:
                return body;
        }
    }
}
