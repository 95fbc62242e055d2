using System.Collections.Concurrent;

namespace MnistBlazor.ML.Data;

/// <summary>
/// Labelled 28x28 grey images, split into training and test images. Shared by everyone who uses it, and never disposed:
/// one byte a pixel in memory, and once more as float32 on each device that has trained with it.
/// </summary>
public sealed class ImageDataset(string id, string source, IReadOnlyList<string> classNames, ImageSplit train, ImageSplit test)
{
    private readonly ConcurrentDictionary<string, Lazy<DeviceTensors>> _devices = new();

    public string Id { get; } = id;

    /// <summary><c>folder</c>, <c>data-directory</c>, <c>package</c>, <c>mirror</c> or <c>upload</c>.</summary>
    public string Source { get; } = source;

    /// <summary>By label.</summary>
    public IReadOnlyList<string> ClassNames { get; } = classNames;

    public ImageSplit Train { get; } = train;

    public ImageSplit Test { get; } = test;

    /// <summary>The first images of each split as a data set of its own, with tensors of its own.</summary>
    public ImageDataset Take(int trainCount, int testCount) => new(Id, Source, ClassNames, Train.Take(trainCount), Test.Take(testCount));

    /// <summary>The images as tensors, brought to the device by whoever asks first.</summary>
    /// <exception cref="ArgumentException">This machine has no such device.</exception>
    internal DeviceTensors OnDevice(string deviceId)
    {
        var device = TorchRuntime.Device(deviceId);
        var tensors = _devices.GetOrAdd(deviceId, _ => new(() => new(DeviceSplit.Of(Train, device), DeviceSplit.Of(Test, device))));
        try
        {
            return tensors.Value;
        }
        catch
        {
            // A device that was full may have room the next time.
            _devices.TryRemove(KeyValuePair.Create(deviceId, tensors));
            throw;
        }
    }
}
