namespace MnistBlazor.Torch.Tests;

/// <summary>How parameters start: PyTorch's values for a seed, and the bounds that the formulas promise.</summary>
public class InitTests
{
    [Fact]
    public void Layers_start_with_PyTorchs_values_for_a_seed()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("initialisation");
        manual_seed(11);
        using var linear = nn.Linear(6, 4);
        using var conv = nn.Conv2d(2, 3, 3);
        Near.Equal(@case["linear.weight"], linear.weight);
        Near.Equal(@case["linear.bias"], linear.bias!);
        Near.Equal(@case["conv.weight"], conv.weight);
        Near.Equal(@case["conv.bias"], conv.bias!);
    }

    [Fact]
    public void The_initialisers_give_PyTorchs_values_for_a_seed()
    {
        using var scope = NewDisposeScope();
        var @case = Oracle.Case("initialisation");
        manual_seed(12);
        Near.Equal(@case["kaiming_uniform"], nn.init.kaiming_uniform_(empty(4, 3)));
        Near.Equal(@case["kaiming_normal"], nn.init.kaiming_normal_(empty(4, 3), mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU));
        Near.Equal(@case["xavier_uniform"], nn.init.xavier_uniform_(empty(4, 3), gain: 2));
        Near.Equal(@case["xavier_normal"], nn.init.xavier_normal_(empty(4, 3)));
    }

    [Theory, InlineData(784, 10), InlineData(256, 256)]
    public void A_linear_layer_starts_uniform_within_one_over_the_root_of_its_inputs(int inputs, int outputs)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = nn.Linear(inputs, outputs);
        FillsUniformly(layer.weight, 1 / Math.Sqrt(inputs));
        Assert.InRange(layer.bias!.abs().max().item<float>(), 0f, (float)(1 / Math.Sqrt(inputs)));
    }

    [Fact]
    public void A_convolution_starts_uniform_within_one_over_the_root_of_its_window()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var layer = nn.Conv2d(16, 32, 3);
        FillsUniformly(layer.weight, 1 / Math.Sqrt(16 * 9));
    }

    [Fact]
    public void Batch_norm_starts_as_the_identity()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.BatchNorm2d(4);
        Near.Identical(ones(4), layer.weight!);
        Near.Identical(zeros(4), layer.bias!);
        Near.Identical(zeros(4), layer.running_mean!);
        Near.Identical(ones(4), layer.running_var!);
    }

    [Fact]
    public void A_generator_passed_in_leaves_the_global_stream_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var expected = rand(4);
        manual_seed(3);
        using var generator = new Generator(9);
        var first = nn.init.uniform_(empty(5), -1, 1, generator);
        nn.init.normal_(empty(5), 0, 1, generator);
        Near.Identical(expected, rand(4));

        using var again = new Generator(9);
        Near.Identical(first, nn.init.uniform_(empty(5), -1, 1, again));
    }

    [Fact]
    public void A_constant_is_written_into_a_parameter()
    {
        using var scope = NewDisposeScope();
        using var layer = nn.Linear(3, 2);
        nn.init.zeros_(layer.weight);
        nn.init.constant_(layer.bias!, 0.5);
        Near.Identical(full(2, 0.5f), layer.call(ones(3)).detach());
        Assert.True(layer.weight.requires_grad);
    }

    /// <summary>Nothing outside the bound, and the largest of thousands of draws close to it.</summary>
    private static void FillsUniformly(Tensor weight, double bound)
    {
        Assert.InRange(weight.abs().max().item<float>(), bound * 0.99, bound);
        Assert.InRange(weight.mean().item<float>(), -bound * 0.05, bound * 0.05);
        Assert.InRange(weight.std().item<float>(), bound / Math.Sqrt(3) * 0.95, bound / Math.Sqrt(3) * 1.05);
    }
}
