namespace Torrone.Server.ApiKeys;

/// <summary>What somebody wants to do with a key.</summary>
public enum KeyOperation
{
    Push,
    Unlist,
    Relist,
    Read,
}
