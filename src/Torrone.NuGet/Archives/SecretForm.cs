namespace Torrone.NuGet.Archives;

/// <summary>How secrets that no package may hold look: cheap to look for by two characters, certain by a checksum.</summary>
/// <param name="First">The first character, ASCII.</param>
/// <param name="Marker">Another character, ASCII, that stands at a fixed place in all of them.</param>
/// <param name="MarkerAt">Its place, counted from 0.</param>
/// <param name="Length">Characters of a secret, all of them ASCII.</param>
/// <param name="ShownLength">How many of its first characters a problem may show: enough to know which it is, too few to use it.</param>
/// <param name="IsReal">True for a text of that length that is such a secret and no chance likeness.</param>
public sealed record SecretForm(char First, char Marker, int MarkerAt, int Length, int ShownLength, Predicate<string> IsReal);
