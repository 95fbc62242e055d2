using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.TorchSharpContract;

/// <summary>Generators of random numbers: a run's numbers come from its seed, and from nothing else in the process.</summary>
[Collection<Alone>] // the process's one generator is looked at
public class GeneratorTests
{
    private static readonly Dictionary<string, Func<Generator?, Tensor>> Draws = new()
    {
        ["randperm"] = generator => randperm(100, generator: generator).to(float32),
        ["uniform_"] = generator => empty(100).uniform_(-2, 3, generator),
        ["rand"] = generator => rand(100, generator: generator),
    };

    public static TheoryData<string> DrawNames => [.. Draws.Keys];

    [Fact]
    public void A_seed_gives_PyTorchs_numbers()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(42);

        // As tests/oracle/torchsharp_contract.py prints them; PyTorch 1.13 and libtorch 2.10 agree.
        Assert.Equal([2, 6, 1, 8, 4, 5, 0, 9, 3, 7], randperm(10, generator: generator).data<long>());
        Assert.Equal([0.133185923f, 0.934598088f, 0.59357965f, 0.869404435f], rand(4, generator: generator).data<float>());
        Assert.Equal(
            [
                0.838576436f, 1.70547032f, 0.147022486f, 2.42721462f, 0.869522274f, -0.667099774f, 1.13724577f, -0.651841581f, 0.206817865f,
                -0.51539582f, 2.15842748f, -1.47342539f, -0.652525842f, -0.205936849f, -1.00318122f, 0.735957801f, -1.96919775f,
                2.75777268f, -1.62367058f, 2.43006849f,
            ],
            empty(20).uniform_(-2, 3, generator).data<float>());

        generator.manual_seed(7);
        Assert.Equal([51638, 5524, 44752, 26176, 40145], randperm(60_000, generator: generator)[^5..].data<long>());
    }

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void The_same_seed_gives_the_same_numbers_and_manual_seed_begins_anew(string name)
    {
        using var one = new Generator(4);
        using var two = new Generator(4);
        var (first, second) = (Drawn(name, one), Drawn(name, one));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Drawn(name, two));

        one.manual_seed(4);
        Assert.Equal(first, Drawn(name, one));
        using var other = new Generator(5);
        Assert.NotEqual(first, Drawn(name, other));
    }

    [Theory]
    [MemberData(nameof(DrawNames))]
    public void A_generator_draws_from_itself_alone_and_disturbs_no_other(string name)
    {
        using var alone = new Generator(4);
        var (first, second) = (Drawn(name, alone), Drawn(name, alone));
        manual_seed(1);
        var global = Drawn("rand", null);

        manual_seed(1);
        using var generator = new Generator(4);
        using var other = new Generator(5);
        Assert.Equal(first, Drawn(name, generator));
        Drawn(name, other);
        Assert.Equal(global, Drawn("rand", null));
        Assert.Equal(second, Drawn(name, generator));
    }

    [Fact]
    public void A_disposed_generator_is_no_error_and_draws_from_the_processs_one()
    {
        var disposed = new Generator(4);
        disposed.Dispose();
        manual_seed(1);
        var global = Drawn("rand", null);

        manual_seed(1);
        // So whoever holds a generator must outlive whoever draws from it: nothing says when it does not.
        Assert.Equal(global, Drawn("rand", disposed));
    }

    private static float[] Drawn(string name, Generator? generator)
    {
        using var scope = NewDisposeScope();
        return Draws[name](generator).data<float>().ToArray();
    }
}
