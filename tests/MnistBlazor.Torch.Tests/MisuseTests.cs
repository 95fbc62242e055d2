using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>What no caller should do: use what is disposed, pass null, ask for nonsense. Each is an exception, never a crash.</summary>
public class MisuseTests
{
    private static readonly Dictionary<string, Action<Tensor>> UsesOfATensor = new()
    {
        ["shape"] = x => _ = x.shape,
        ["dtype"] = x => _ = x.dtype,
        ["numel"] = x => x.numel(),
        ["arithmetic"] = x => (x + 1).Dispose(),
        ["argument"] = x => ones(2).add(x),
        ["in a list"] = x => cat([ones(2), x]),
        ["in place"] = x => x.add_(1),
        ["index"] = x => _ = x[0],
        ["as an index"] = x => _ = ones(2)[x],
        ["data"] = x => x.data<float>().ToArray(),
        ["item"] = x => x.item<float>(),
        ["requires_grad"] = x => x.requires_grad_(),
        ["grad"] = x => _ = x.grad,
        ["backward"] = x => x.backward(),
        ["conversion"] = x => x.to_type(ScalarType.Int64),
        ["clone"] = x => x.clone(),
        ["loss"] = x => nn.functional.cross_entropy(ones(1, 3), x),
    };

    private static readonly Dictionary<string, Action> Nulls = new()
    {
        ["add"] = () => ones(2).add((Tensor)null!),
        ["operator"] = () => _ = ones(2) + (Tensor)null!,
        ["matmul"] = () => matmul(ones(2, 2), null!),
        ["cat"] = () => cat((Tensor[])null!),
        ["cat of null"] = () => cat([null!, ones(2)]),
        ["stack of null"] = () => stack([ones(2), null!]),
        ["copy_"] = () => ones(2).copy_(null!),
        ["index_select"] = () => ones(2).index_select(0, null!),
        ["where"] = () => where(ones(2) > 0, null!, ones(2)),
        ["tensor of null"] = () => tensor((float[])null!),
        ["reshape"] = () => ones(2).reshape(null!),
        ["linear"] = () => nn.functional.linear(null!, ones(2, 2)),
        ["cross_entropy"] = () => nn.functional.cross_entropy(ones(1, 2), null!),
        ["forward"] = () => nn.Linear(2, 2).call(null!),
        ["sequential"] = () => nn.Sequential(nn.Linear(2, 2), null!).call(ones(1, 2)),
        ["optimizer"] = () => optim.SGD((IEnumerable<Parameter>)null!, 0.1),
        ["scheduler"] = () => optim.lr_scheduler.StepLR(null!, 1),
        ["state_dict"] = () => nn.Linear(2, 2).load_state_dict(null!),
        ["save"] = () => nn.Linear(2, 2).save((string)null!),
        ["load"] = () => nn.Linear(2, 2).load((string)null!),
        ["set_state"] = () => new Generator(1).set_state(null!),
    };

    private static readonly Dictionary<string, Action> Nonsense = new()
    {
        ["a stride of zero"] = () => nn.functional.conv2d(ones(1, 1, 4, 4), ones(1, 1, 2, 2), strides: [0, 0]),
        ["a dilation of zero"] = () => nn.functional.conv2d(ones(1, 1, 4, 4), ones(1, 1, 2, 2), dilation: [0, 0]),
        ["no groups"] = () => nn.functional.conv2d(ones(1, 1, 4, 4), ones(1, 1, 2, 2), groups: 0),
        ["fewer than no groups"] = () => nn.functional.conv2d(ones(1, 1, 4, 4), ones(1, 1, 2, 2), groups: -1),
        ["a negative padding"] = () => nn.functional.conv2d(ones(1, 1, 4, 4), ones(1, 1, 2, 2), padding: [-1, -1]),
        ["a layer without groups"] = () => nn.Conv2d(2, 2, 3, groups: 0),
        ["a layer of negative size"] = () => nn.Linear(-3, 2),
        ["a window of zero"] = () => nn.functional.max_pool2d(ones(1, 1, 4, 4), 0),
        ["a window that never moves"] = () => nn.functional.max_pool2d(ones(1, 1, 4, 4), 2, stride: -1),
        ["a slice that never moves"] = () => _ = ones(4)[TensorIndex.Slice(step: 0)],
        ["more indices than dimensions"] = () => _ = ones(2)[0, 0, 0],
        ["an index beyond the end"] = () => _ = ones(2)[tensor(new[] { 5L })],
        ["an index before the start"] = () => _ = ones(2)[tensor(new[] { -3L })],
        ["writing beyond the end"] = () => ones(2)[tensor(new[] { 5L })] = ones(1),
        ["gathering beyond the end"] = () => ones(2, 2).gather(1, tensor(new[] { 9L, -9L }, [2, 1])),
        ["counting a negative"] = () => tensor(new[] { -1L }).bincount(null, 2),
        ["no threads"] = () => set_num_threads(0),
        ["a learning rate below zero"] = () => optim.SGD([new Parameter(ones(1))], -0.1),
        ["a device that is not there"] = () => ones(2).to(device("cuda:63")),
        ["a device of no known kind"] = () => device("toaster"),
        ["an item of many"] = () => ones(3).item<float>(),
        ["a bool of many"] = () => { if ((bool)(ones(3) > 0)) throw new InvalidOperationException("Reached."); },
    };

    public static TheoryData<string> UseNames => [.. UsesOfATensor.Keys];

    public static TheoryData<string> NullNames => [.. Nulls.Keys];

    public static TheoryData<string> NonsenseNames => [.. Nonsense.Keys];

    [Theory, MemberData(nameof(UseNames))]
    public void A_disposed_tensor_is_not_used(string name)
    {
        using var scope = NewDisposeScope();
        var x = ones(2);
        x.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => UsesOfATensor[name](x));
    }

    [Theory, MemberData(nameof(NullNames))]
    public void Null_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(Nulls[name]);
    }

    [Theory, MemberData(nameof(NonsenseNames))]
    public void Nonsense_is_refused(string name)
    {
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(Nonsense[name]);
    }

    [Fact]
    public void A_disposed_layer_computes_nothing()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(3, 2);
        layer.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => layer.call(ones(1, 3)));
        layer.Dispose();
    }

    [Fact]
    public void An_optimizer_whose_layer_is_gone_does_not_step()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(3, 2);
        using var optimizer = optim.Adam(layer.parameters());
        layer.call(ones(1, 3)).sum().backward();
        optimizer.step();
        layer.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => optimizer.step());
    }

    [Fact]
    public void A_disposed_generator_draws_nothing()
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp falls back to the global stream.");
        using var scope = NewDisposeScope();
        var generator = new Generator(1);
        generator.Dispose();
        Assert.ThrowsAny<InvalidOperationException>(() => rand(2, generator: generator));
        generator.Dispose();
    }
}
