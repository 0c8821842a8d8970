using System.Diagnostics.CodeAnalysis;

namespace Torrone.NuGet.Licenses;

/// <summary>
/// An SPDX license expression: ids joined by <c>AND</c> and <c>OR</c>, with <c>WITH</c> exceptions, <c>+</c> and parentheses.
/// Operators are upper case and ids are compared with case, as NuGet clients do; <c>UNLICENSED</c> stands alone.
/// </summary>
public sealed class LicenseExpression
{
    private const int MaxDepth = 16;

    /// <summary>What NuGet clients write for "all rights reserved".</summary>
    private const string NoLicense = "UNLICENSED";

    private LicenseExpression(IReadOnlyList<string> licenses, IReadOnlyList<string> exceptions)
    {
        Licenses = licenses;
        Exceptions = exceptions;
    }

    /// <summary>The license ids in it, in order, without <c>+</c>.</summary>
    public IReadOnlyList<string> Licenses { get; }

    /// <summary>The exception ids in it, in order.</summary>
    public IReadOnlyList<string> Exceptions { get; }

    /// <summary>Ids that the SPDX lists do not have.</summary>
    public IEnumerable<string> UnknownIds =>
        Licenses.Where(id => id != NoLicense && !SpdxList.IsLicense(id)).Concat(Exceptions.Where(id => !SpdxList.IsException(id))).Distinct();

    /// <summary>Known licenses that neither the OSI nor the FSF approves.</summary>
    public IEnumerable<string> UnapprovedIds => Licenses.Where(id => SpdxList.IsLicense(id) && !SpdxList.IsApproved(id)).Distinct();

    /// <summary>Reads the grammar alone; whether the ids exist is a question to the result.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LicenseExpression? expression)
    {
        var parser = new Parser(Tokens(text));
        expression = parser.ReadAny(0) && parser.AtEnd ? new LicenseExpression(parser.Licenses, parser.Exceptions) : null;
        if (expression is { Licenses.Count: > 1 } && expression.Licenses.Contains(NoLicense, StringComparer.Ordinal))
        {
            expression = null;
        }

        return expression is not null;
    }

    private static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            if (at < text.Length && text[at] is not (' ' or '(' or ')'))
            {
                continue;
            }

            if (at > start)
            {
                tokens.Add(text[start..at]);
            }

            if (at < text.Length && text[at] != ' ')
            {
                tokens.Add(text[at].ToString());
            }

            start = at + 1;
        }

        return tokens;
    }

    private sealed class Parser(List<string> tokens)
    {
        private int at;

        public List<string> Licenses { get; } = [];

        public List<string> Exceptions { get; } = [];

        public bool AtEnd => at == tokens.Count;

        /// <summary>any := all ("OR" all)*; all := one ("AND" one)*. Both are read alike, since only the grammar matters here.</summary>
        public bool ReadAny(int depth)
        {
            do
            {
                if (!ReadOne(depth))
                {
                    return false;
                }
            }
            while (Take("OR") || Take("AND"));
            return true;
        }

        private bool ReadOne(int depth)
        {
            if (Take("("))
            {
                return depth < MaxDepth && ReadAny(depth + 1) && Take(")");
            }

            if (NextId() is not { } license)
            {
                return false;
            }

            Licenses.Add(license.EndsWith('+') ? license[..^1] : license);
            if (!Take("WITH"))
            {
                return true;
            }

            if (NextId() is not { } exception)
            {
                return false;
            }

            Exceptions.Add(exception);
            return true;
        }

        private bool Take(string token)
        {
            var found = at < tokens.Count && tokens[at] == token;
            at += found ? 1 : 0;
            return found;
        }

        private string? NextId()
        {
            var token = at < tokens.Count ? tokens[at++] : null;
            return token is not (null or "AND" or "OR" or "WITH" or "(" or ")") && IsId(token) ? token : null;
        }

        private static bool IsId(string token)
        {
            var id = token.EndsWith('+') ? token.AsSpan(0, token.Length - 1) : token;
            foreach (var character in id)
            {
                if (!char.IsAsciiLetterOrDigit(character) && character is not ('.' or '-'))
                {
                    return false;
                }
            }

            return id.Length > 0;
        }
    }
}
