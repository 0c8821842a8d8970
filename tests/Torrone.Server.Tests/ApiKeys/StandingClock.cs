namespace Torrone.Server.Tests.ApiKeys;

/// <summary>A clock that stands still until it is told otherwise.</summary>
public sealed class StandingClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 21, 14, 5, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan time) => _now += time;
}
