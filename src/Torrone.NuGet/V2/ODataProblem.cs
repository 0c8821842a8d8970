namespace Torrone.NuGet.V2;

/// <summary>What is wrong with a query option. The server has a sentence for each.</summary>
public enum ODataProblem
{
    /// <summary>Longer, deeper or of more parts than is read.</summary>
    TooComplex,

    /// <summary>A character that begins nothing, or a string without its end.</summary>
    BadCharacter,

    /// <summary>Something else should stand here.</summary>
    Unexpected,

    /// <summary>Nothing has this name.</summary>
    UnknownName,

    /// <summary>The operands do not go with the operator or function.</summary>
    WrongType,

    /// <summary>A number that is too large, or a date that is none.</summary>
    BadValue,
}
