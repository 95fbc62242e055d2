using MnistBlazor.ML.Inference;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>What lies on the pad of the page, for what else there looks at it. One for a circuit; its renderer alone uses it.</summary>
public sealed class PadContent
{
    /// <summary>In coordinates 0..1 from left to right and from top to bottom; empty under a stored digit.</summary>
    public IReadOnlyList<IReadOnlyList<StrokePoint>> Strokes { get; private set; } = [];

    public StoredDigit? Stored { get; private set; }

    /// <summary>As a share of the pad's width.</summary>
    public float PenWidth { get; private set; } = DigitImage.PenWidth;

    /// <summary>What is done to a drawing before a network sees it.</summary>
    public DigitSteps Steps { get; private set; } = DigitSteps.All;

    /// <summary>The ink of a picture that the learner has brought along.</summary>
    public GreyPicture? Picture { get; private set; }

    public bool IsEmpty => Strokes.Count == 0 && Stored is null && Picture is null;

    public event Action? Changed;

    /// <summary>The drawing as a network sees it; null when nothing is drawn.</summary>
    public byte[]? DrawnImage() =>
        Picture is { } picture ? DigitImage.StagesOf(picture, Steps).Image : DigitImage.FromStrokes(Strokes, PenWidth, Steps);

    public void Prepare(float penWidth, DigitSteps steps)
    {
        (PenWidth, Steps) = (penWidth, steps);
        Changed?.Invoke();
    }

    public void Draw(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        (Strokes, Stored, Picture) = (strokes, null, null);
        Changed?.Invoke();
    }

    public void Put(StoredDigit digit)
    {
        (Strokes, Stored, Picture) = ([], digit, null);
        Changed?.Invoke();
    }

    public void Put(GreyPicture picture)
    {
        (Strokes, Stored, Picture) = ([], null, picture);
        Changed?.Invoke();
    }
}
