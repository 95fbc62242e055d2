namespace MnistBlazor.Torch.Tests;

/// <summary>
/// What would end the process in libtorch itself, by a trap of the processor or a pointer to what is gone: ours refuses it, or holds
/// on to what is still in use.
/// </summary>
public class ProcessTests
{
    private static readonly Dictionary<string, Action> Traps = new()
    {
        ["int64, floor"] = () => tensor(new[] { long.MinValue }).floor_divide(tensor(new[] { -1L })),
        ["int64, remainder"] = () => tensor(new[] { 1L, long.MinValue }).remainder(tensor(new[] { 1L, -1L })),
        ["int64, by a number"] = () => _ = tensor(new[] { long.MinValue }) % -1,
        ["int32, floor"] = () => tensor(new[] { int.MinValue }).div(tensor(new[] { -1 }), RoundingMode.floor),
        ["int32, towards zero"] = () => tensor(new[] { int.MinValue }).div(-1, RoundingMode.trunc),
        ["int32, in place"] = () => tensor(new[] { int.MinValue }).remainder_(-1),
        ["int32, by a single int64"] = () => tensor(new[] { int.MinValue }).remainder(tensor(-1L)),
        ["int32, from a single int64 that wraps"] = () => tensor(1L << 31).remainder(tensor(new[] { -1 })),
    };

    private static readonly Dictionary<string, Action> Enumerations = new()
    {
        ["a device type"] = () => ones(2).to(new Device((DeviceType)77, 0)),
        ["a device type of another machine"] = () => ones(2).to(new Device(DeviceType.XLA, 0)),
        ["an element type to convert to"] = () => ones(2).to_type((ScalarType)99),
        ["an element type to make"] = () => zeros(2, dtype: (ScalarType)(-3)),
        ["a reduction"] = () => nn.functional.mse_loss(ones(2), ones(2), (nn.Reduction)99),
        ["a rounding"] = () => ones(2).div(2, (RoundingMode)99),
    };

    public static TheoryData<string> TrapNames => [.. Traps.Keys];

    public static TheoryData<string> EnumerationNames => [.. Enumerations.Keys];

    [Theory, MemberData(nameof(TrapNames))]
    public void The_smallest_integer_is_not_divided_by_minus_one(string name)
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp does not look; the processor traps.");
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<ArithmeticException>(Traps[name]);
    }

    [Fact]
    public void Other_integers_are_divided_by_minus_one()
    {
        using var scope = NewDisposeScope();
        var x = tensor(new[] { 7L, -7L, long.MaxValue });
        Assert.Equal([-7L, 7L, -long.MaxValue], x.floor_divide(tensor(-1L)).data<long>().ToArray());
        Assert.Equal([0L, 0L, 0L], (x % -1).data<long>().ToArray());
        Assert.Equal([3L, -4L, long.MaxValue / 2], x.div(2, RoundingMode.floor).data<long>().ToArray());
        Assert.Equal([1f, -2f], (tensor(new[] { -1f, 2f }) / -1).data<float>().ToArray());
    }

    [Theory, MemberData(nameof(EnumerationNames))]
    public void A_number_that_names_nothing_is_refused(string name)
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp passes the number on.");
        using var scope = NewDisposeScope();
        Assert.ThrowsAny<Exception>(Enumerations[name]);
    }

    [Fact]
    public void More_threads_than_a_machine_starts_are_refused()
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp passes the number on.");
        var before = get_num_threads();
        Assert.ThrowsAny<ArgumentException>(() => set_num_threads(1_000_000));
        Assert.Equal(before, get_num_threads());
    }

    [Fact]
    public void A_tensor_disposed_by_one_thread_while_another_computes_with_it_is_no_danger()
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp frees the tensor under the operator.");
        for (var round = 0; round < 300; round++)
        {
            var x = ones(20_000);
            using var start = new Barrier(2);
            Exception? error = null;
            var other = new Thread(() =>
            {
                using var scope = NewDisposeScope();
                start.SignalAndWait();
                error = Record.Exception(() =>
                {
                    for (var i = 0; i < 50; i++) Assert.Equal(20_000f, (x * 1).sum().item<float>());
                });
            });
            other.Start();
            start.SignalAndWait();
            x.Dispose();
            other.Join();
            Assert.True(error is null or ObjectDisposedException, error?.ToString());
        }
    }

    [Fact]
    public void A_history_of_a_hundred_thousand_steps_goes_back_and_away()
    {
        using var scope = NewDisposeScope();
        var x = ones(1).requires_grad_();
        var y = x + 0;
        for (var i = 0; i < 100_000; i++)
        {
            var next = y + 1;
            y.Dispose();
            y = next;
        }
        y.backward();
        Assert.Equal(1f, x.grad!.item<float>());
    }
}
