namespace Torrone.NuGet.V2;

/// <summary>A moment in a filter, so that it is never taken for a number.</summary>
/// <param name="Milliseconds">UTC Unix milliseconds.</param>
internal readonly record struct ODataTime(long Milliseconds);
