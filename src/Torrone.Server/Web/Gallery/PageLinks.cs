namespace Torrone.Server.Web.Gallery;

/// <summary>Where in a list of pages the reader is.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Count">At least 1.</param>
/// <param name="Address">The address of a page by its number.</param>
public sealed record PageLinks(int Number, int Count, Func<int, string> Address);
