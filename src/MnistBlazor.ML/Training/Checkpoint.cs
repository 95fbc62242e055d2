using System.Text.Json;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Weights;

namespace MnistBlazor.ML.Training;

/// <summary>
/// A run at one step, complete: weights, optimizer, sums. (Random numbers follow from the seed and the step: see <see cref="Seeds"/>.)
/// Continuing from it gives, on a CPU, the very numbers of a run never interrupted. It is a safetensors file: other programs can read
/// the weights in it. A checksum tells whether a byte of it has changed since.
/// </summary>
public sealed class Checkpoint
{
    internal const string Model = "model.", Optimizer = "optimizer.", Gradient = "gradient.",
        EpochLossSum = "loss.epoch_sum", LastLoss = "loss.last";

    private const string Format = "mnistblazor-checkpoint-2";

    /// <summary>Written before there was a checksum, with the states of generators that nothing reads any more.</summary>
    private const string FormatWithoutChecksum = "mnistblazor-checkpoint-1";

    private readonly SafeTensorsFile _file;

    internal Checkpoint(
        TrainingOptions options, TrainingPosition position, IReadOnlyDictionary<string, TensorEntry> tensors, string classNames)
        : this(new SafeTensorsFile(tensors, new Dictionary<string, string>
        {
            ["format"] = Format,
            ["options"] = JsonSerializer.Serialize(options),
            ["position"] = JsonSerializer.Serialize(position),
            [TrainedModel.ClassesKey] = classNames,
        }).WithChecksum())
    {
    }

    private Checkpoint(SafeTensorsFile file)
    {
        _file = file;
        var format = file.Metadata.GetValueOrDefault("format");
        if (format is not (Format or FormatWithoutChecksum)) throw new FormatException("The file is no checkpoint of a run.");
        Options = Read<TrainingOptions>("options");
        Position = Read<TrainingPosition>("position");
        if (Position is not { Step: >= 0, Epoch: >= 0, BatchesOfEpoch: >= 0 })
            throw new FormatException("The checkpoint's position is negative.");
    }

    /// <summary>Where a run begins that learns drawings: before its first step, with another run's weights.</summary>
    /// <param name="options">Of the new run, with <see cref="TrainingOptions.FineTuning"/>.</param>
    public static Checkpoint ForFineTuning(TrainedModel model, TrainingOptions options, ImageSplit drawings)
    {
        var tensors = FineTuningImages.EntriesOf(drawings);
        var none = new TensorEntry("F32", [1], new byte[sizeof(float)]);
        (tensors[LastLoss], tensors[EpochLossSum]) = (none, none);
        foreach (var (name, entry) in SafeTensorsFile.Parse(model.Weights).Tensors) tensors.Add(Model + name, entry);
        return new(options, new(0, 0, 0, EpochEnded: false), tensors, JsonSerializer.Serialize(model.ClassNames));
    }

    /// <summary>The safetensors file.</summary>
    public byte[] Bytes => _file.ToBytes();

    /// <summary>Options of the run that saved it.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Batches trained.</summary>
    public int Step => Position.Step;

    internal TrainingPosition Position { get; }

    /// <exception cref="FormatException">The bytes are no checkpoint, or one that has been damaged.</exception>
    public static Checkpoint Parse(byte[] bytes)
    {
        var file = SafeTensorsFile.Parse(bytes);
        var checkpoint = new Checkpoint(file);
        if (file.Metadata["format"] == Format && !file.IsIntact)
            throw new FormatException("The checkpoint's checksum is wrong: the file is damaged.");
        return checkpoint;
    }

    /// <summary>The network as it was, for evaluation and prediction.</summary>
    public TrainedModel ToModel() =>
        TrainedModel.Of(Options.Model, Part(Model), _file.Metadata.GetValueOrDefault(TrainedModel.ClassesKey), Options);

    /// <summary>The entries whose name starts with <paramref name="prefix"/>, by the rest of their names.</summary>
    internal IReadOnlyDictionary<string, TensorEntry> Part(string prefix) =>
        _file.Tensors
            .Where(tensor => tensor.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(tensor => tensor.Key[prefix.Length..], tensor => tensor.Value);

    /// <exception cref="FormatException">The checkpoint has no such entry.</exception>
    internal TensorEntry Entry(string name) =>
        _file.Tensors.GetValueOrDefault(name) ?? throw new FormatException($"The checkpoint lacks '{name}'.");

    private T Read<T>(string name) where T : class
    {
        try
        {
            var json = _file.Metadata.GetValueOrDefault(name) ?? "null";
            return JsonSerializer.Deserialize<T>(json) ?? throw new FormatException($"The checkpoint lacks its {name}.");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw new FormatException($"The checkpoint's {name} cannot be read: {error.Message}", error);
        }
    }
}

/// <summary>How far a run has come.</summary>
/// <param name="Step">Batches trained.</param>
/// <param name="Epoch">The epoch of the last of them, from 1; 0 before the first.</param>
/// <param name="BatchesOfEpoch">Batches of that epoch trained.</param>
internal sealed record TrainingPosition(int Step, int Epoch, int BatchesOfEpoch, bool EpochEnded);
