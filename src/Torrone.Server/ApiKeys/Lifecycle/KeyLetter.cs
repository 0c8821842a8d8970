namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>What a letter about a key tells. The name is the beginning of its texts' keys.</summary>
internal enum KeyLetter
{
    Created,
    Regenerated,
    Deleted,
    Revoked,
}
