using System.Globalization;

namespace Torrone.Server.ProtocolV2;

/// <summary>Reads the parameters of the service's functions: <c>id='X'</c>, quotes doubled inside; without quotes as well.</summary>
internal static class V2Parameter
{
    // Above what 100 ids with their versions take.
    private const int Longest = 16_384;

    /// <summary>A text; empty when it is not there.</summary>
    public static string Text(IQueryCollection query, string name)
    {
        string text = query[name].ToString();
        if (text.Length > Longest)
        {
            throw V2QueryException.BadParameter(name);
        }

        return text is ['\'', .., '\''] ? text[1..^1].Replace("''", "'", StringComparison.Ordinal) : text;
    }

    /// <summary>True or false; false when it is not there.</summary>
    public static bool Flag(IQueryCollection query, string name) => Text(query, name) switch
    {
        "" => false,
        var text => bool.TryParse(text, out bool flag) ? flag : throw V2QueryException.BadParameter(name),
    };

    /// <summary>A count from 0 on; null when it is not there.</summary>
    public static int? Count(IQueryCollection query, string name) => Text(query, name) switch
    {
        "" => null,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : throw V2QueryException.BadParameter(name),
    };
}
