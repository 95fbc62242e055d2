namespace MnistBlazor.ML.Inference;

/// <summary>Reads single images with a trained network, on the CPU. Thread-safe.</summary>
public sealed class Predictor : IDisposable
{
    public Predictor(TrainedModel model) => throw new NotImplementedException(model.Spec.ToString());

    /// <param name="pixels">28x28 bytes, row by row, 0 (paper) to 255 (ink).</param>
    /// <returns>A probability per class.</returns>
    public float[] Predict(ReadOnlySpan<byte> pixels) => throw new NotImplementedException();

    public void Dispose() { }
}
