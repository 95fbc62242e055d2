using MnistBlazor.Lessons.Datasets;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>An image of a data set, by its place there.</summary>
/// <param name="Split"><c>train</c> or <c>test</c>.</param>
public sealed record StoredDigit(string Dataset, string Split, int Index)
{
    /// <summary>Relative to the app's base address: see ImageEndpoints.</summary>
    public string Address => FormattableString.Invariant($"images/{Dataset}/{Split}/{Index}.png");

    /// <summary>Its 784 pixels; null: the data set has gone since the digit was chosen.</summary>
    public async Task<byte[]?> PixelsAsync(DatasetLibrary datasets, LearnerId learner, CancellationToken cancellation)
    {
        try
        {
            var dataset = await datasets.LoadAsync(learner, Dataset, null, cancellation);
            return (Split == "test" ? dataset.Test : dataset.Train).Pixels(Index).ToArray();
        }
        catch (DatasetException)
        {
            return null;
        }
    }
}

/// <summary>Cascaded by a page with a drawing pad: a digit that is clicked anywhere on it goes onto the pad.</summary>
public delegate Task PickDigit(StoredDigit digit);
