using System.Collections.Concurrent;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Operation;

/// <summary>
/// From which network address each learner last came. A learner is only a cookie, and a new one costs nothing; an address costs more.
/// Thread-safe.
/// </summary>
public sealed class LearnerAddresses
{
    private const int LearnersRemembered = 20_000;

    private readonly ConcurrentDictionary<LearnerId, string> _addresses = new();

    /// <param name="address">Where a request came from; of an IPv6 address the network, since a machine has many there.</param>
    public void Saw(LearnerId learner, string address)
    {
        if (_addresses.Count >= LearnersRemembered) _addresses.Clear();
        _addresses[learner] = address;
    }

    /// <returns>Null: it is not known.</returns>
    public string? Of(LearnerId learner) => _addresses.GetValueOrDefault(learner);

    /// <summary>All learners that last came from where this one did, itself among them; none if that is not known.</summary>
    public IReadOnlyList<LearnerId> Beside(LearnerId learner) => Of(learner) is { } address
        ? [.. _addresses.Where(known => known.Value == address).Select(known => known.Key)]
        : [];
}
