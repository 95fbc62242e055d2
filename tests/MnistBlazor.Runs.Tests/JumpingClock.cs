using Microsoft.Extensions.Time.Testing;

namespace MnistBlazor.Runs.Tests;

/// <summary>
/// A clock that is set while a server runs, by hand or by the network. What is counted from moment to moment goes on evenly.
/// </summary>
internal sealed class JumpingClock : FakeTimeProvider
{
    /// <summary>By how much it has been set.</summary>
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
