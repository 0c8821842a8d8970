namespace Torrone.Server.Search;

/// <summary>The index cannot answer now: it is being built for the first time, or the query takes too long.</summary>
public sealed class SearchUnavailableException(Exception? inner = null) : Exception("The search index cannot answer now.", inner);
