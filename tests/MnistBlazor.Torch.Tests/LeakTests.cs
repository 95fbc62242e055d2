using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>Training leaves nothing behind: no tensor object, and no native memory either.</summary>
public class LeakTests
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> Optimizers = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.1, nesterov: true),
        ["Adam"] = p => optim.Adam(p, amsgrad: true, weight_decay: 0.1),
        ["AdamW"] = p => optim.AdamW(p, amsgrad: true),
        ["RMSProp"] = p => optim.RMSProp(p, momentum: 0.9, centered: true, weight_decay: 0.1),
        ["Adagrad"] = p => optim.Adagrad(p, weight_decay: 0.1),
    };

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    [Fact]
    public void Ten_thousand_training_steps_leave_no_tensor_behind()
    {
        using var generator = new Generator(1);
        using var scope = NewDisposeScope();
        using var model = nn.Sequential(nn.Linear(8, 6), nn.ReLU(), nn.Dropout(0.1), nn.Linear(6, 4));
        using var optimizer = optim.Adam(model.parameters());
        var images = rand(100, 8, generator: generator);
        var labels = randint(0, 4, [100L], generator: generator);

        // The first steps make what stays: the optimizer's state, the gradients, buffers of libtorch and of the runtime.
        Train(steps: 1000);
        Settle();
        var (tensors, onThisThread, memory) = (Tensor.TotalCount, DisposeScopeManager.Statistics.ThreadTotalLiveCount, NativeMemory());

        Train(steps: 10_000);
        // No collection before this: the scopes alone must do.
        Assert.Equal(tensors, Tensor.TotalCount);
        Assert.Equal(onThisThread, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Settle();
        // A kilobyte lost at every step would be ten of these megabytes; the allocators themselves vary by less than two.
        Assert.InRange(NativeMemory() - memory, long.MinValue, 8 << 20);

        void Train(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var perStep = NewDisposeScope();
                var batch = randperm(100, generator: generator)[..16];
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(model.call(images.index_select(0, batch)), labels.index_select(0, batch));
                loss.backward();
                optimizer.step();
                Assert.True(float.IsFinite(loss.item<float>()));
            }
        }
    }

    [Fact]
    public void Errors_leave_no_tensor_behind()
    {
        Settle();
        var tensors = Tensor.TotalCount;
        for (var i = 0; i < 1000; i++)
        {
            using var scope = NewDisposeScope();
            Assert.ThrowsAny<Exception>(() => ones(2, 3).mm(ones(2, 3)));
            Assert.ThrowsAny<Exception>(() => cat([ones(2, 2), ones(3, 3)]));
            Assert.ThrowsAny<Exception>(() => tensor(new float[3], [2, 2]));
        }
        Settle();
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    [Fact]
    public void What_nobody_disposes_is_collected()
    {
        Settle();
        var tensors = Tensor.TotalCount;
        MakeGarbage();
        Settle();
        Assert.Equal(tensors, Tensor.TotalCount);

        static void MakeGarbage()
        {
            for (var i = 0; i < 100; i++) _ = ones(10) + i;
        }
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void A_step_leaves_nothing_in_the_callers_scope(string name)
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(4, 3);
        using var optimizer = Optimizers[name](model.parameters());
        model.call(ones(2, 4)).sum().backward();
        var before = scope.DisposablesCount;
        for (var step = 0; step < 3; step++) optimizer.step();
        optimizer.zero_grad();
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void A_disposed_model_and_optimizer_leave_nothing(string name)
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp counts a parameter twice when it is made and once when it is disposed.");
        Settle();
        var tensors = Tensor.TotalCount;
        using (NewDisposeScope())
        {
            using var model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 2));
            using var optimizer = Optimizers[name](model.parameters());
            model.call(ones(3, 1, 4, 4)).sum().backward();
            optimizer.step();
        }
        // No collection here either.
        Assert.Equal(tensors, Tensor.TotalCount);
    }

    /// <summary>What the process holds besides the managed heap, which grows and shrinks as the collector likes.</summary>
    private static long NativeMemory() => Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;

    /// <summary>Lets finalizers run, so that the count of live tensors is that of the reachable ones.</summary>
    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
