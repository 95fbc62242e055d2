using TorchSharp.Modules;
using static TorchSharp.torch.optim.lr_scheduler;
using static TorchSharp.torch.optim.lr_scheduler.impl.OneCycleLR;

namespace MnistBlazor.Torch.Tests;

/// <summary>Learning-rate schedules: the learning rate and the momentum (Adam's beta1) before each step.</summary>
public class SchedulerTests
{
    private sealed record Curve(Func<Parameter[], optim.Optimizer> Optimizer, Func<optim.Optimizer, LRScheduler> Schedule);

    private static readonly Func<Parameter[], optim.Optimizer> Sgd = p => optim.SGD(p, 0.1, momentum: 0.9);
    private static readonly Func<Parameter[], optim.Optimizer> Adam = p => optim.Adam(p, 0.01);

    private static readonly Dictionary<string, Curve> Curves = new()
    {
        ["step_lr"] = new(Sgd, o => StepLR(o, 3, 0.5)),
        ["step_lr_defaults"] = new(Adam, o => StepLR(o, 2)),
        ["one_cycle"] = new(Sgd, o => OneCycleLR(o, 0.4, total_steps: 20)),
        ["one_cycle_adam"] = new(Adam, o => OneCycleLR(o, 0.01, epochs: 3, steps_per_epoch: 7)),
        ["one_cycle_linear"] = new(
            Sgd,
            o => OneCycleLR(o, 0.4, total_steps: 15, pct_start: 0.2, anneal_strategy: AnnealStrategy.Linear, div_factor: 10, final_div_factor: 100)),
        ["one_cycle_three_phases"] = new(
            Sgd,
            o => OneCycleLR(o, 0.4, total_steps: 24, three_phase: true, base_momentum: 0.8, max_momentum: 0.9)),
        ["one_cycle_constant_momentum"] = new(Sgd, o => OneCycleLR(o, 0.4, total_steps: 10, cycle_momentum: false)),
    };

    public static TheoryData<string> Names => [.. Curves.Keys];

    [Theory, MemberData(nameof(Names))]
    public void The_curve_is_that_of_PyTorch(string name)
    {
        using var scope = NewDisposeScope();
        var expected = Oracle.Case(name);
        using var optimizer = Curves[name].Optimizer([new Parameter(zeros(1))]);
        var scheduler = Curves[name].Schedule(optimizer);

        var steps = expected.Numbers("lr").Length;
        var (rates, momenta) = (new double[steps], new double[steps]);
        for (var step = 0; step < steps; step++)
        {
            var group = optimizer.ParamGroups.Single();
            rates[step] = group.LearningRate;
            momenta[step] = group is optim.IMomentum withMomentum ? withMomentum.Momentum : ((optim.IBetas)group).Betas.Item1;
            optimizer.step();
            if (step < steps - 1) scheduler.step();
        }

        Near.Equal(expected.Numbers("lr"), rates, relative: 1e-12, absolute: 1e-15);
        Near.Equal(expected.Numbers("momentum"), momenta, relative: 1e-12, absolute: 1e-15);
        Assert.Equal(rates[^1], scheduler.get_last_lr().Single());
    }

    [Fact]
    public void Training_under_one_cycle_is_that_of_PyTorch_for_SGD() =>
        TrainUnderOneCycle("scheduled_sgd", p => optim.SGD(p, 0.1, momentum: 0.9), maxRate: 0.5);

    [Fact]
    public void Training_under_one_cycle_is_that_of_PyTorch_for_Adam() =>
        TrainUnderOneCycle("scheduled_adam", p => optim.Adam(p, 0.01), maxRate: 0.1);

    private static void TrainUnderOneCycle(string name, Func<IEnumerable<Parameter>, optim.Optimizer> create, double maxRate)
    {
        using var scope = NewDisposeScope();
        using var problem = new OptimizerTests.Problem();
        using var optimizer = create(problem.Model.parameters());
        var losses = problem.Train(optimizer, steps: 10, OneCycleLR(optimizer, maxRate, total_steps: 11));
        var @case = Oracle.Case(name);
        Near.Equal(@case.Numbers("losses"), losses, relative: 1e-10);
        foreach (var (key, weights) in problem.Model.state_dict()) Near.Equal(@case[key], weights, relative: 1e-10, absolute: 1e-10);
    }

    [Fact]
    public void One_cycle_refuses_what_it_cannot_follow()
    {
        using var optimizer = optim.SGD([new Parameter(zeros(1))], 0.1, momentum: 0.9);
        Assert.ThrowsAny<ArgumentException>(() => OneCycleLR(optimizer, 0.4));
        Assert.ThrowsAny<ArgumentException>(() => OneCycleLR(optimizer, 0.4, total_steps: 0));
        Assert.ThrowsAny<ArgumentException>(() => OneCycleLR(optimizer, 0.4, total_steps: 10, pct_start: 1.5));

        var scheduler = OneCycleLR(optimizer, 0.4, total_steps: 3);
        Assert.ThrowsAny<InvalidOperationException>(() =>
        {
            for (var step = 0; step < 5; step++) scheduler.step();
        });
    }
}
