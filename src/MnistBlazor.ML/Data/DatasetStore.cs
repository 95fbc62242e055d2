namespace MnistBlazor.ML.Data;

/// <summary>Finds, checks and reads data sets; each is loaded once and shared.</summary>
public sealed class DatasetStore(DatasetOptions options)
{
    /// <param name="id"><c>mnist</c>.</param>
    /// <exception cref="DatasetException">The data set is unknown, cannot be found or fetched, or a file of it is damaged.</exception>
    public Task<ImageDataset> LoadAsync(string id, IProgress<LoadProgress>? progress = null, CancellationToken cancellation = default) =>
        throw new NotImplementedException(options.DataDirectory);
}
