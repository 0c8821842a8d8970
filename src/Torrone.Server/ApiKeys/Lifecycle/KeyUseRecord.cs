namespace Torrone.Server.ApiKeys.Lifecycle;

/// <summary>One use of a key as it was noted. Package, version and client are what the client said: text of strangers.</summary>
public sealed class KeyUseRecord
{
    /// <summary>UTC Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>push, unlist, relist or read.</summary>
    public string Action { get; init; } = "";

    public string? Package { get; init; }

    public string? Version { get; init; }

    public string? Address { get; init; }

    /// <summary>What the client calls itself.</summary>
    public string? Client { get; init; }

    /// <summary>"ok", or the refusal's code.</summary>
    public string Result { get; init; } = "";
}
