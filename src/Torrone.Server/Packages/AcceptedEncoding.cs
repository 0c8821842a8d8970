using Microsoft.Extensions.Primitives;

namespace Torrone.Server.Packages;

/// <summary>Reads Accept-Encoding (RFC 9110, section 12.5.3) without making garbage: it is read with every hot answer.</summary>
public static class AcceptedEncoding
{
    private const int Full = 1000;

    /// <summary>What the asker likes best. Of two that it likes equally, Brotli goes before gzip and gzip before plain bytes.</summary>
    /// <param name="accept">The header; without one nothing but plain bytes is taken, because some clients that say nothing cannot unzip.</param>
    public static ContentCoding Choose(StringValues accept)
    {
        // In thousandths; below zero is "not named".
        int brotli = -1, gzip = -1, any = -1, plain = -1;
        foreach (string? line in accept)
        {
            foreach (Range range in line.AsSpan().Split(','))
            {
                ReadOnlySpan<char> item = line.AsSpan(range);
                int end = item.IndexOf(';');
                ReadOnlySpan<char> name = (end < 0 ? item : item[..end]).Trim();
                int weight = end < 0 ? Full : Weight(item[(end + 1)..]);
                if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
                {
                    brotli = weight;
                }
                else if (name.Equals("gzip", StringComparison.OrdinalIgnoreCase) || name.Equals("x-gzip", StringComparison.OrdinalIgnoreCase))
                {
                    gzip = weight;
                }
                else if (name is "*")
                {
                    any = weight;
                }
                else if (name.Equals("identity", StringComparison.OrdinalIgnoreCase))
                {
                    plain = weight;
                }
            }
        }

        brotli = Or(brotli, any);
        gzip = Or(gzip, any);
        // Unnamed, plain bytes are taken, but only from who has nothing better.
        plain = Math.Max(plain, 0);
        return brotli > 0 && brotli >= gzip && brotli >= plain ? ContentCoding.Brotli
            : gzip > 0 && gzip >= plain ? ContentCoding.Gzip
            : ContentCoding.Identity;
    }

    private static int Or(int weight, int any) => weight >= 0 ? weight : Math.Max(any, 0);

    // q=0 to q=1 with up to three decimals; anything else counts as not said.
    private static int Weight(ReadOnlySpan<char> parameters)
    {
        int equals = parameters.IndexOf('=');
        if (equals < 0 || !parameters[..equals].Trim().Equals("q", StringComparison.OrdinalIgnoreCase))
        {
            return Full;
        }

        ReadOnlySpan<char> text = parameters[(equals + 1)..].Trim();
        if (text.IsEmpty || text[0] is not ('0' or '1') || (text.Length > 1 && text[1] != '.') || text.Length > 5)
        {
            return Full;
        }

        int weight = (text[0] - '0') * Full;
        int place = Full / 10;
        foreach (char digit in text.Length > 2 ? text[2..] : default)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return Full;
            }

            weight += (digit - '0') * place;
            place /= 10;
        }

        return Math.Min(weight, Full);
    }
}

/// <summary>How an answer's bytes are packed.</summary>
public enum ContentCoding
{
    /// <summary>As they are.</summary>
    Identity,

    Gzip,

    Brotli,
}
