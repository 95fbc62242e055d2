namespace MnistBlazor.Torch.Tests;

/// <summary>Random numbers: the same seed gives PyTorch's own values on the CPU, through whatever generator.</summary>
public class GeneratorTests
{
    [Fact]
    public void A_seed_gives_PyTorchs_stream()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(42);
        var @case = Oracle.Case("generator");
        Near.Identical(@case["randperm"], randperm(10, generator: generator));
        Near.Equal(@case["rand"], rand(5, generator: generator));
        Near.Equal(@case["randn"], randn(5, generator: generator));
        Near.Equal(@case["randn_long"], randn(20, generator: generator));
        Near.Identical(@case["randint"], randint(0, 10, [12L], generator: generator));
        Near.Identical(@case["randint_low"], randint(-5, 5, [6L], generator: generator));
        Near.Equal(@case["uniform"], empty(6).uniform_(-2, 3, generator));
        Near.Equal(@case["normal"], empty(6).normal_(1, 0.5, generator));
        Near.Identical(@case["bernoulli"], empty(16).bernoulli_(0.3, generator));

        generator.manual_seed(7);
        var order = randperm(60_000, generator: generator);
        Near.Identical(@case["order_first"], order[..8]);
        Near.Identical(@case["order_last"], order[^8..]);
        Near.Equal(@case["rand_double"], rand(4, dtype: ScalarType.Float64, generator: generator));

        generator.manual_seed(0);
        Near.Equal(@case["after_seed_0"], rand(3, generator: generator));
    }

    [Fact]
    public void The_global_stream_is_set_by_manual_seed()
    {
        using var scope = NewDisposeScope();
        manual_seed(13);
        var @case = Oracle.Case("global_stream");
        Near.Equal(@case["rand"], rand(4));
        Near.Equal(@case["dropout"], nn.functional.dropout(ones(24), 0.25));
        Near.Equal(@case["randn"], randn(3));
    }

    [Fact]
    public void A_shuffled_epoch_visits_every_image_once()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(5);
        var order = randperm(60_000, generator: generator).data<long>().ToArray();
        Assert.NotEqual(0, order[0]);
        Array.Sort(order);
        Assert.Equal(Enumerable.Range(0, 60_000).Select(i => (long)i), order);
    }

    [Fact]
    public void A_saved_state_goes_on_where_it_was()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(8);
        rand(3, generator: generator);
        var state = generator.get_state();
        var expected = randn(40, generator: generator);

        using var other = new Generator(99);
        other.set_state(state);
        Near.Identical(expected, randn(40, generator: other));
    }

    [Fact]
    public void Generators_do_not_disturb_each_other()
    {
        using var scope = NewDisposeScope();
        using var alone = new Generator(4);
        var expected = cat([rand(3, generator: alone), rand(3, generator: alone)]);

        using var first = new Generator(4);
        using var second = new Generator(5);
        var half = rand(3, generator: first);
        rand(7, generator: second);
        rand(7);
        Near.Identical(expected, cat([half, rand(3, generator: first)]));
    }

    [Fact]
    public void The_seed_can_be_asked_for()
    {
        using var generator = new Generator(1234);
        Assert.Equal(1234, generator.initial_seed());
        generator.manual_seed(77);
        Assert.Equal(77, generator.initial_seed());
    }

    [Fact]
    public void A_state_that_is_none_is_refused()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Assert.ThrowsAny<Exception>(() => generator.set_state(zeros(10)));
        Assert.ThrowsAny<Exception>(() => generator.set_state(zeros(10, dtype: ScalarType.Byte)));
        Assert.Equal(3, rand(3, generator: generator).numel());
    }
}
