using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Charts;

namespace MnistBlazor.Web.Models.Runs;

/// <summary>One of the runs that a page compares, with its figures so far.</summary>
public sealed record ComparedRun(Run Run, RunMark Mark, string Name, IReadOnlyList<EpochTrained> Epochs)
{
    /// <summary>Mean loss of the last whole epoch; null before there is one.</summary>
    public double? MeanLoss => Epochs is [.., var last] ? last.MeanLoss : null;

    /// <summary>Accuracy on the images held out after the last whole epoch, 0..1; null where none are held out.</summary>
    public double? HeldOutAccuracy => Epochs is [.., var last] ? last.ValidationAccuracy : null;
}
