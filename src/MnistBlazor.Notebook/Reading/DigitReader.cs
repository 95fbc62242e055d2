using MnistBlazor.ML.Inference;
using MnistBlazor.Notebook.Cells;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook.Reading;

/// <summary>Reads drawings on a thread of its own, so that no drawing waits behind training.</summary>
public sealed class DigitReader
{
    /// <summary>Reads a drawing with the newest weights of the learner's run.</summary>
    /// <returns>Null: nothing is drawn, the run has no weights yet, or a newer drawing of this learner took this one's place.</returns>
    /// <exception cref="RunNotFoundException"/>
    /// <exception cref="ArgumentException">The drawing is past its bounds: see <see cref="DrawingBounds"/>.</exception>
    public Task<Reading?> ReadAsync(
        LearnerId learner, RunId run, IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Reads an image instead of strokes, as it is.</summary>
    /// <param name="image">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    public Task<Reading?> ReadImageAsync(LearnerId learner, RunId run, byte[] image, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    /// <summary>Reads a drawing with the small network that the app trained on its first start; null too while that is not ready.</summary>
    public Task<Reading?> ReadWelcomeAsync(
        LearnerId learner, IReadOnlyList<IReadOnlyList<StrokePoint>> strokes, CancellationToken cancellation = default) =>
        throw new NotImplementedException();

    public WelcomeStatus Welcome => throw new NotImplementedException();

    /// <summary>Calls <paramref name="signal"/> when <see cref="Welcome"/> has changed, from any thread, until disposed.</summary>
    public IDisposable SubscribeWelcome(Action signal) => throw new NotImplementedException();
}

public enum WelcomeState { Waiting, Training, Ready, Failed }

/// <summary>How far the network that the first page shows is.</summary>
/// <param name="Progress">0..1 while it trains.</param>
/// <param name="Failure">Why there is none, when <see cref="WelcomeState.Failed"/>.</param>
public sealed record WelcomeStatus(WelcomeState State, double Progress, Message? Failure);

/// <summary>How large a drawing may be.</summary>
public static class DrawingBounds
{
    public const int Strokes = 200, Points = 20_000;
}
