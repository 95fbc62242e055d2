using System.Text;
using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>Files of weights and of optimizer state: what was saved comes back, and nothing else gets in.</summary>
public sealed class SaveLoadTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mnist-blazor-torch-tests-").FullName;

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Optimizers = new()
    {
        ["SGD with momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9),
        ["Adam"] = p => optim.Adam(p, 0.05),
        ["Adam with amsgrad"] = p => optim.Adam(p, 0.05, amsgrad: true),
        ["AdamW"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1),
        ["RMSProp"] = p => optim.RMSProp(p, 0.01, momentum: 0.5, centered: true),
        ["Adagrad"] = p => optim.Adagrad(p, 0.1, lr_decay: 0.1),
    };

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string FileAt(string name) => Path.Combine(folder, name);

    [Fact]
    public void A_model_comes_back_from_its_file()
    {
        using var scope = NewDisposeScope();
        using var source = StateDictTests.Model(1);
        source.call(rand(6, 1, 4, 4));
        source.save(FileAt("model.dat"));
        using var target = StateDictTests.Model(2);
        target.load(FileAt("model.dat"));
        Assert.Equal(StateDictTests.Snapshot(source), StateDictTests.Snapshot(target));
    }

    [Fact]
    public void A_model_comes_back_from_a_stream()
    {
        using var source = StateDictTests.Model(1);
        using var target = StateDictTests.Model(2);
        target.load(new MemoryStream(Saved(source)));
        Assert.Equal(StateDictTests.Snapshot(source), StateDictTests.Snapshot(target));
    }

    [Fact]
    public void A_tensor_comes_back_from_its_file()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, 4);
        save(x, FileAt("tensor.dat"));
        Near.Identical(x, load(FileAt("tensor.dat")));
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void Training_goes_on_from_saved_weights_and_optimizer_state_bit_for_bit(string name)
    {
        using var scope = NewDisposeScope();
        using var whole = new OptimizerTests.Problem();
        using var wholeOptimizer = Optimizers[name](whole.Model.parameters());
        whole.Train(wholeOptimizer, steps: 5);
        whole.Model.save(FileAt("model.dat"));
        wholeOptimizer.save_state_dict(FileAt("optimizer.dat"));
        whole.Train(wholeOptimizer, steps: 5);

        using var resumed = new OptimizerTests.Problem();
        using var resumedOptimizer = Optimizers[name](resumed.Model.parameters());
        resumed.Model.load(FileAt("model.dat"));
        resumedOptimizer.load_state_dict(FileAt("optimizer.dat"));
        resumed.Train(resumedOptimizer, steps: 5);

        Assert.Equal(StateDictTests.Snapshot(whole.Model), StateDictTests.Snapshot(resumed.Model));
    }

    [Fact]
    public void A_file_cut_short_anywhere_is_refused()
    {
        using var source = StateDictTests.Model(1);
        using var target = StateDictTests.Model(2);
        var whole = Saved(source);
        var before = StateDictTests.Snapshot(target);
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(whole[..length])));
            if (Library.IsOurs) Assert.Equal(before, StateDictTests.Snapshot(target));
        }
    }

    [Fact]
    public void A_file_of_another_model_is_refused_and_changes_nothing()
    {
        using var wider = StateDictTests.Model(1, units: 7);
        using var target = StateDictTests.Model(2);
        var before = StateDictTests.Snapshot(target);
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(Saved(wider))));
        if (Library.IsOurs) Assert.Equal(before, StateDictTests.Snapshot(target));

        using var other = nn.Sequential(nn.Linear(2, 2));
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(Saved(other))));
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused()
    {
        using var target = StateDictTests.Model(2);
        var before = StateDictTests.Snapshot(target);
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(Encoding.UTF8.GetBytes("{\"weights\": [1, 2, 3]}"))));
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(new byte[4096])));
        Assert.ThrowsAny<Exception>(() => target.load(FileAt("does-not-exist.dat")));
        Assert.Equal(before, StateDictTests.Snapshot(target));
    }

    [Fact]
    public void A_file_with_one_name_twice_and_another_missing_is_refused()
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp counts the entries only.");
        using var target = StateDictTests.Model(2);
        var before = StateDictTests.Snapshot(target);
        var file = Saved(target);
        var name = Encoding.ASCII.GetBytes("0.bias");
        file[file.AsSpan().IndexOf(name)] = (byte)'1';
        Assert.ThrowsAny<Exception>(() => target.load(new MemoryStream(file)));
        Assert.Equal(before, StateDictTests.Snapshot(target));
    }

    [Fact]
    public void A_hostile_header_is_refused_without_taking_its_word_for_the_size()
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp trusts the file.");
        using var source = StateDictTests.Model(1);
        using var target = StateDictTests.Model(2);
        var before = StateDictTests.Snapshot(target);
        var (file, intact) = (Saved(source), Saved(target));
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            // Any byte: counts, names, shapes, element types; only those of the weights themselves may be what they like.
            var broken = (byte[])file.Clone();
            for (var change = 0; change < 3; change++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var error = Record.Exception(() => target.load(new MemoryStream(broken)));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated < 1 << 20, "A load took more than a megabyte for a file of a few hundred bytes.");
            if (error is null) target.load(new MemoryStream(intact));
            else Assert.IsNotType<OutOfMemoryException>(error);
            Assert.Equal(before, StateDictTests.Snapshot(target));
        }
    }

    [Fact]
    public void An_optimizers_state_cut_short_is_refused()
    {
        using var scope = NewDisposeScope();
        using var problem = new OptimizerTests.Problem();
        using var optimizer = optim.Adam(problem.Model.parameters());
        problem.Train(optimizer, steps: 2);
        optimizer.save_state_dict(FileAt("optimizer.dat"));
        var whole = File.ReadAllBytes(FileAt("optimizer.dat"));
        for (var length = 0; length < whole.Length; length += 7)
        {
            using var reader = new BinaryReader(new MemoryStream(whole[..length]));
            Assert.ThrowsAny<Exception>(() => optimizer.load_state_dict(reader));
        }
    }

    private static byte[] Saved(nn.Module model)
    {
        using var stream = new MemoryStream();
        model.save(stream);
        return stream.ToArray();
    }
}
