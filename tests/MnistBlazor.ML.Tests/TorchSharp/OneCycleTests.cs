using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch.optim.lr_scheduler;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.TorchSharpContract;

/// <summary>The one-cycle schedule: PyTorch's learning rates, and its momentum the other way round.</summary>
public class OneCycleTests
{
    // Both as tests/oracle/torchsharp_contract.py prints them.
    private static readonly double[] Rates =
    [
        0.016, 0.208, 0.4, 0.38019385280538953, 0.3246982615799052, 0.24450480877451572, 0.1554967912254843, 0.0753033384200948,
        0.019807747194610516, 1.6e-06,
    ];

    private static readonly double[] Momenta =
    [
        0.95, 0.9, 0.85, 0.854951556604879, 0.8688255099070633, 0.8888739533021842, 0.9111260466978157, 0.9311744900929366,
        0.945048443395121, 0.95,
    ];

    [Fact]
    public void SGD_gets_PyTorchs_rates_and_momentum() =>
        AssertCurves(parameters => optim.SGD(parameters, 0.1, momentum: 0.9), group => ((optim.IMomentum)group).Momentum);

    [Fact]
    public void Adam_gets_PyTorchs_rates_and_first_beta() =>
        AssertCurves(parameters => optim.Adam(parameters, 0.1), group => ((optim.IBetas)group).Betas.Item1);

    private static void AssertCurves(
        Func<IEnumerable<Parameter>, OptimizerHelper> create, Func<optim.ILearningRateController, double> momentum)
    {
        using var scope = NewDisposeScope();
        using var optimizer = create([new Parameter(zeros(1))]);
        var schedule = OneCycleLR(optimizer, max_lr: 0.4, total_steps: 10, pct_start: 0.3);

        for (var step = 0; step < 10; step++)
        {
            var group = optimizer.ParamGroups.Single();
            Assert.Equal(Rates[step], group.LearningRate, 1e-12);
            Assert.Equal(Momenta[step], momentum(group), 1e-12);
            optimizer.step();
            if (step < 9) schedule.step();
        }
    }
}
