namespace Torrone.NuGet.V2;

/// <summary>A piece of a filter.</summary>
/// <param name="Value">The value of a literal; null for names, signs and the literal null.</param>
/// <param name="Position">Counted in characters from 1.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, object? Value, int Position)
{
    public bool Is(string word) => Kind == FilterTokenKind.Name && Text == word;

    public bool IsSign(char sign) => Kind == FilterTokenKind.Sign && Text[0] == sign;
}

internal enum FilterTokenKind
{
    End,
    Name,
    Literal,
    Sign,
}
