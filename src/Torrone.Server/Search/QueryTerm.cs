namespace Torrone.Server.Search;

/// <summary>A word of a query, or several in quotes.</summary>
/// <param name="Text">As typed, without the quotes; never empty.</param>
/// <param name="Quoted">True when it stood in quotes: then its words must follow one another and the last is complete.</param>
public readonly record struct QueryTerm(string Text, bool Quoted);
