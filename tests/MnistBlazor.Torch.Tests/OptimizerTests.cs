using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Ten steps of every optimizer on a 4-5-3 network in float64. Losses and weights must agree with PyTorch to 1e-10, which
/// tells an epsilon added inside a square root from one added outside.
/// </summary>
public class OptimizerTests
{
    private const double Exact = 1e-10;

    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, optim.Optimizer>> Optimizers = new()
    {
        ["sgd"] = p => optim.SGD(p, 0.1),
        ["sgd_momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9),
        ["sgd_dampening"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3),
        ["sgd_weight_decay"] = p => optim.SGD(p, 0.1, weight_decay: 0.05),
        ["sgd_nesterov"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        ["sgd_maximize"] = p => optim.SGD(p, 0.1, momentum: 0.5, maximize: true),
        ["adam"] = p => optim.Adam(p, 0.05),
        ["adam_betas_weight_decay"] = p => optim.Adam(p, 0.05, beta1: 0.8, beta2: 0.95, eps: 1e-3, weight_decay: 0.1),
        ["adam_amsgrad"] = p => optim.Adam(p, 0.2, beta1: 0.5, beta2: 0.6, amsgrad: true),
        ["adamw"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1),
        ["adamw_defaults"] = p => optim.AdamW(p),
        ["rmsprop"] = p => optim.RMSProp(p),
        ["rmsprop_centered"] = p => optim.RMSProp(p, alpha: 0.9, centered: true),
        ["rmsprop_momentum"] = p => optim.RMSProp(p, alpha: 0.9, momentum: 0.8, weight_decay: 0.05),
        ["rmsprop_centered_momentum"] = p => optim.RMSProp(p, 0.005, eps: 1e-4, momentum: 0.5, centered: true),
        ["adagrad"] = p => optim.Adagrad(p, 0.1),
        ["adagrad_decay"] = p => optim.Adagrad(p, 0.1, lr_decay: 0.2, weight_decay: 0.05, initial_accumulator_value: 0.1),
    };

    public static TheoryData<string> Names => [.. Optimizers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Ten_steps_are_those_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        using var problem = new Problem();
        using var optimizer = Optimizers[name](problem.Model.parameters());
        var losses = problem.Train(optimizer, steps: 10);

        var @case = Oracle.Case(name);
        Near.Equal(@case.Numbers("losses"), losses, Exact, Exact);
        foreach (var (key, weights) in problem.Model.state_dict()) Near.Equal(@case[key], weights, Exact, Exact);
    }

    [Fact]
    public void Parameter_groups_have_their_own_learning_rates()
    {
        using var scope = NewDisposeScope();
        var (fast, slow) = (new Parameter(ones(2)), new Parameter(ones(2)));
        using var optimizer = optim.SGD(
            [
                new SGD.ParamGroup { Parameters = [fast], Options = new SGD.Options { LearningRate = 0.5 } },
                new SGD.ParamGroup { Parameters = [slow], Options = new SGD.Options { LearningRate = 0.1 } },
            ],
            0.3);
        (fast + slow).sum().backward();
        optimizer.step();
        Near.Equal(full(2, 0.5f), fast.detach());
        Near.Equal(full(2, 0.9f), slow.detach());
    }

    [Fact]
    public void The_learning_rate_can_be_read_and_changed_between_steps()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(zeros(1));
        using var optimizer = optim.SGD([weight], 0.5);
        var group = optimizer.ParamGroups.Single();
        Assert.Equal(0.5, group.LearningRate);

        weight.sum().backward();
        optimizer.step();
        group.LearningRate = 0.25;
        optimizer.step();
        Near.Equal(full(1, -0.75f), weight.detach());
    }

    [Fact]
    public void Zero_grad_forgets_and_a_parameter_without_gradient_stays()
    {
        using var scope = NewDisposeScope();
        var (used, unused) = (new Parameter(ones(1)), new Parameter(ones(1)));
        using var optimizer = optim.Adam([used, unused], 0.1);
        (used * 3).sum().backward();
        optimizer.step();
        Assert.NotEqual(1f, used.item<float>());
        Assert.Equal(1f, unused.item<float>());
        optimizer.zero_grad();
        Assert.True(used.grad is null || used.grad.item<float>() == 0);
    }

    /// <summary>The 4-5-3 network with tanh, its eight rows and their labels, as training.py has them.</summary>
    internal sealed class Problem : IDisposable
    {
        private readonly OracleCase start = Oracle.Case("optimizer_problem");

        public Problem() => LayerTests.SetParameters(Model, start);

        public Sequential Model { get; } =
            nn.Sequential(nn.Linear(4, 5, dtype: ScalarType.Float64), nn.Tanh(), nn.Linear(5, 3, dtype: ScalarType.Float64));

        public double[] Train(optim.Optimizer optimizer, int steps, optim.lr_scheduler.LRScheduler? scheduler = null)
        {
            using var scope = NewDisposeScope();
            var (x, labels) = (start["x"], start["labels"]);
            var losses = new double[steps];
            for (var step = 0; step < steps; step++)
            {
                optimizer.zero_grad();
                var loss = nn.functional.cross_entropy(Model.call(x), labels);
                loss.backward();
                optimizer.step();
                scheduler?.step();
                losses[step] = loss.item<double>();
            }
            return losses;
        }

        public void Dispose() => Model.Dispose();
    }
}
