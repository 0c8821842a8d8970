namespace Torrone.Server.Tests.Search.Relevance;

/// <summary>What a query was answered with, best first, and which ids are right.</summary>
public sealed record RelevanceAnswer(string Query, string[] Expected, string[] Found)
{
    /// <summary>The place of the first right one, from 1; 0 when there is none among those looked at.</summary>
    public int Rank => Array.FindIndex(Found, id => Expected.Contains(id, StringComparer.Ordinal)) + 1;
}
