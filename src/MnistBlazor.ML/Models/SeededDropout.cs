namespace MnistBlazor.ML.Models;

/// <summary>
/// Dropout that draws from a generator of its own, so that a run can be repeated and resumed exactly: TorchSharp's draws from
/// the process's one generator, which every other run draws from as well.
/// </summary>
/// <param name="share">Share of the values set to 0 while training; the others grow so that the mean stays. At least 0, below 1.</param>
/// <param name="generator">On the CPU, whatever the device: the same values are silenced on every device.</param>
/// <remarks>Source: Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014.</remarks>
internal sealed class SeededDropout(double share, Generator generator) : Module<Tensor, Tensor>(nameof(SeededDropout))
{
    public override Tensor forward(Tensor input)
    {
        if (!training) return input.alias();     // a tensor of its own: Sequential disposes what it passes on
        // rand and not bernoulli_, which draws other numbers on Intel's processors than on AMD's.
        using var draws = rand(input.shape, generator: generator);
        using var kept = draws.lt(1 - share);
        using var numbers = kept.to(input.dtype);
        using var factors = numbers.to(input.device, non_blocking: true).div_(1 - share);
        return input * factors;
    }
}
