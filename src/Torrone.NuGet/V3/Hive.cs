namespace Torrone.NuGet.V3;

/// <summary>The three copies of the registrations, which differ in encoding and in what old clients can stand.</summary>
public enum Hive
{
    /// <summary>Plain, without versions that need SemVer 2.</summary>
    SemVer1,

    /// <summary>Gzip-encoded, without versions that need SemVer 2.</summary>
    SemVer1Gzip,

    /// <summary>Gzip-encoded, every version.</summary>
    SemVer2Gzip,
}
