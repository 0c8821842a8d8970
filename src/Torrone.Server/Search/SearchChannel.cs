namespace Torrone.Server.Search;

/// <summary>
/// Which versions a client wants and can read: two bits, so four channels. A package has a newest listed version in each, or none and
/// is then not found there.
/// </summary>
internal readonly record struct SearchChannel(int Number)
{
    /// <summary>How many channels there are.</summary>
    public const int Count = 4;

    public SearchChannel(bool prerelease, bool semVer2)
        : this((prerelease ? 1 : 0) | (semVer2 ? 2 : 0))
    {
    }

    /// <summary>The channel's bit in a mask of channels.</summary>
    public int Bit => 1 << Number;

    /// <summary>The kinds of versions (the same two bits) that are seen in this channel.</summary>
    public IEnumerable<int> Kinds => Enumerable.Range(0, Count).Where(Shows);

    /// <summary>True when a version of this kind is seen in this channel.</summary>
    public bool Shows(int kind) => (kind & ~Number) == 0;
}
