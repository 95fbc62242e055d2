namespace MnistBlazor.Torch.Tests;

/// <summary>Several threads at once, each with its own model, optimizer, generator and dispose scopes.</summary>
public class ThreadTests
{
    private const int Threads = 8;
    private const int Steps = 60;

    [Fact]
    public void Eight_threads_train_as_one_after_the_other_would_bit_for_bit()
    {
        var alone = Enumerable.Range(0, Threads).Select(Train).ToArray();

        using var start = new Barrier(Threads);
        var together = new double[Threads][];
        InParallel(i =>
        {
            start.SignalAndWait();
            together[i] = Train(i);
        });

        for (var i = 0; i < Threads; i++) Assert.Equal(alone[i], together[i]);
        Assert.Equal(Threads, alone.Select(weights => weights[0]).Distinct().Count());
    }

    [Fact]
    public void One_data_set_is_read_by_all_of_them()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(6);
        var images = rand(500, 20, generator: generator);
        var expected = images.sum([0L]).data<float>().ToArray();
        var seen = new float[Threads][];
        InParallel(i =>
        {
            using var own = NewDisposeScope();
            for (var round = 0; round < 50; round++)
            {
                var parts = Enumerable.Range(0, 5).Select(part => images.narrow(0, part * 100, 100)).ToArray();
                seen[i] = cat(parts).sum([0L]).data<float>().ToArray();
            }
        });
        Assert.All(seen, sums => Assert.Equal(expected, sums));
        Assert.Equal(500, images.shape[0]);
    }

    [Fact]
    public void One_model_predicts_for_all_of_them()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Linear(20, 16), nn.ReLU(), nn.Linear(16, 10));
        model.eval();
        var image = rand(1, 20);
        var expected = Near.Values(model.call(image));
        var seen = new double[Threads][];
        InParallel(i =>
        {
            using var own = NewDisposeScope();
            using var _ = inference_mode();
            for (var round = 0; round < 100; round++) seen[i] = Near.Values(model.call(image));
        });
        Assert.All(seen, logits => Assert.Equal(expected, logits));
    }

    [Fact]
    public void A_tensor_made_by_one_thread_is_disposed_by_another()
    {
        Tensor? made = null;
        var maker = new Thread(() => made = ones(4));
        maker.Start();
        maker.Join();
        Assert.Equal(4f, made!.sum().item<float>());
        made.Dispose();
        Assert.True(made.IsInvalid);
    }

    [Fact]
    public void The_number_of_threads_libtorch_uses_can_be_set()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            Assert.Equal(1, get_num_threads());
            set_num_threads(2);
            Assert.Equal(2, get_num_threads());
        }
        finally
        {
            set_num_threads(before);
        }
    }

    /// <summary>The weights after a short training that depends on nothing but the number.</summary>
    private static double[] Train(int number)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)number + 1);
        using var model = nn.Sequential(nn.Linear(20, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 10));
        using (no_grad())
        {
            foreach (var parameter in model.parameters()) parameter.uniform_(-0.3, 0.3, generator);
        }
        using var optimizer = optim.Adam(model.parameters(), 0.01);
        var images = rand(200, 20, generator: generator);
        var labels = randint(0, 10, [200L], generator: generator);
        for (var step = 0; step < Steps; step++)
        {
            using var perStep = NewDisposeScope();
            var batch = randperm(200, generator: generator)[..50];
            optimizer.zero_grad();
            nn.functional.cross_entropy(model.call(images[batch]), labels[batch]).backward();
            optimizer.step();
        }
        return Near.Values(cat([.. model.parameters().Select(p => p.detach().flatten())]));
    }

    private static void InParallel(Action<int> work)
    {
        var errors = new Exception?[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => errors[i] = Record.Exception(() => work(i)))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Assert.All(errors, Assert.Null);
    }
}
