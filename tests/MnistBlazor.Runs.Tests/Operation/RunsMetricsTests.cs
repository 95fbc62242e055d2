using System.Diagnostics.Metrics;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Signals;
using static MnistBlazor.Runs.Tests.TestServer;

namespace MnistBlazor.Runs.Tests.Operation;

public sealed class RunsMetricsTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTraining _training = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_meter_counts_steps_waits_and_ends_and_shows_the_queue_and_the_watchers()
    {
        using var go = new Gate();
        _training.BeforeBatch = (_, _) => go.Wait();
        await using var server = await Start(_folder, _training.Backend);
        using var numbers = new Numbers(server.Get<IMeterFactory>());
        var first = await server.Runs.StartAsync(Ada, "softmax", FakeTraining.Options());
        await server.Until(first, now => now.Status == RunStatus.Running);
        var second = await server.Runs.StartAsync(Bert, "softmax", FakeTraining.Options());
        using (server.Runs.Subscribe(second.Id, new Subscription(TimeSpan.Zero)))
        {
            numbers.Look();
            Assert.Equal((1, 1, 1), (numbers["queue.length"], numbers["runs.running"], numbers["watchers"]));
        }

        go.Set();
        await server.UntilLastEvent(first);
        await server.UntilLastEvent(second);
        numbers.Look();

        Assert.Equal((0, 0, 0), (numbers["queue.length"], numbers["runs.running"], numbers["watchers"]));
        Assert.Equal((60, 2), (numbers["training.steps"], numbers["runs.ended"]));
        Assert.InRange(numbers["queue.wait"], 0, 60);
        Assert.True(numbers["store.flush.duration"] > 0);
    }

    [Fact]
    public async Task Health_follows_the_store_and_the_workers()
    {
        await using var server = await Start(_folder, _training.Backend);
        var health = server.Get<RunsHealth>();

        Assert.Equal((true, true, null), (health.StoreWritable, health.WorkersAlive, health.StoreFailure));
        await server.Stop();

        Assert.False(health.WorkersAlive);
    }

    /// <summary>The sum of what each instrument of one notebook has reported; of gauges, the last.</summary>
    private sealed class Numbers : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, double> _values = [];
        private readonly Lock _gate = new();

        public Numbers(IMeterFactory meters)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == meters) listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
            _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
            _listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
            _listener.Start();
        }

        public double this[string name]
        {
            get { lock (_gate) return _values[$"mnistblazor.{name}"]; }
        }

        public void Look() => _listener.RecordObservableInstruments();

        public void Dispose() => _listener.Dispose();

        private void Add(Instrument instrument, double value)
        {
            lock (_gate) _values[instrument.Name] = instrument.IsObservable ? value : _values.GetValueOrDefault(instrument.Name) + value;
        }
    }
}
