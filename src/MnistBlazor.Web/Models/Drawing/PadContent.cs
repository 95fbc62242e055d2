using MnistBlazor.ML.Inference;

namespace MnistBlazor.Web.Models.Drawing;

/// <summary>What lies on the pad of the page, for what else there looks at it. One for a circuit; its renderer alone uses it.</summary>
public sealed class PadContent
{
    /// <summary>In coordinates 0..1 from left to right and from top to bottom; empty under a stored digit.</summary>
    public IReadOnlyList<IReadOnlyList<StrokePoint>> Strokes { get; private set; } = [];

    public StoredDigit? Stored { get; private set; }

    public bool IsEmpty => Strokes.Count == 0 && Stored is null;

    public event Action? Changed;

    public void Draw(IReadOnlyList<IReadOnlyList<StrokePoint>> strokes)
    {
        (Strokes, Stored) = (strokes, null);
        Changed?.Invoke();
    }

    public void Put(StoredDigit digit)
    {
        (Strokes, Stored) = ([], digit);
        Changed?.Invoke();
    }
}
