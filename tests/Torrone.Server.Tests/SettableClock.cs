namespace Torrone.Server.Tests;

/// <summary>The real clock, moved back.</summary>
public sealed class SettableClock : TimeProvider
{
    public TimeSpan Back { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - Back;
}
