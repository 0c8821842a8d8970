namespace Torrone.NuGet.V2;

/// <summary>The types of the data service's properties.</summary>
public enum EdmType
{
    Text,
    Flag,

    /// <summary>A whole number of 32 bits; Int64 in this program.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary>UTC Unix milliseconds in this program.</summary>
    Time,
}
