using System.Text.Json;
using System.Text.Json.Serialization;

namespace MnistBlazor.ML.Models;

/// <summary>What a network looks like, as data: chosen in a lesson, stored with a run, compared by its JSON text.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SoftmaxRegressionSpec), "softmax")]
[JsonDerivedType(typeof(MultilayerPerceptronSpec), "mlp")]
[JsonDerivedType(typeof(ConvolutionalNetworkSpec), "cnn")]
public abstract record ModelSpec
{
    /// <summary>Whether both describe the same network. (Equality of records goes by reference where they hold lists.)</summary>
    public bool IsSameAs(ModelSpec other) => JsonSerializer.Serialize(this) == JsonSerializer.Serialize(other);

    /// <summary>The same network without its dropout: it begins with the same weights.</summary>
    public ModelSpec WithoutDropout() => this switch
    {
        MultilayerPerceptronSpec model => model with { HiddenLayers = [.. model.HiddenLayers.Select(layer => layer with { Dropout = 0 })] },
        ConvolutionalNetworkSpec model => model with { Dropout = 0 },
        _ => this,
    };
}

/// <summary>784 pixels straight to the classes: one linear layer.</summary>
public sealed record SoftmaxRegressionSpec : ModelSpec;

/// <summary>784 pixels through hidden layers to the classes.</summary>
/// <param name="HiddenLayers">0 to 6 of them.</param>
public sealed record MultilayerPerceptronSpec(
    IReadOnlyList<HiddenLayer> HiddenLayers, WeightInitialization Initialization = WeightInitialization.Default) : ModelSpec;

/// <summary>A hidden layer of a perceptron.</summary>
/// <param name="Units">8 to 1,024.</param>
/// <param name="Dropout">Share of the units silenced at each training step, 0 to 0.9.</param>
public sealed record HiddenLayer(int Units, Activation Activation = Activation.ReLU, double Dropout = 0);

/// <summary>Convolutional blocks (convolution, batch norm, ReLU, 2x2 max pooling), then a hidden layer.</summary>
/// <param name="Channels">Kernels of each block; 1 to 4 blocks of 1 to 128.</param>
/// <param name="HiddenUnits">Of the layer between the last block and the classes, up to 1,024; 0: no such layer.</param>
/// <param name="Dropout">Share silenced before the last layer, 0 to 0.9.</param>
public sealed record ConvolutionalNetworkSpec(
    IReadOnlyList<int> Channels, int HiddenUnits = 128, bool BatchNorm = true, double Dropout = 0) : ModelSpec
{
    private const int UsualKernelSize = 3;

    /// <summary>Rows and columns of a kernel: 3 or 5.</summary>
    [JsonIgnore]
    public int KernelSize { get; init; } = UsualKernelSize;

    /// <summary>Kernels go two pixels at a time and nothing is pooled: pictures are halved before they are computed, not after.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Strided { get; init; }

    /// <summary>Pixels that a kernel goes at a time.</summary>
    [JsonIgnore]
    public int Stride => Strided ? 2 : 1;

    /// <summary>Pixels of paper around a picture, so that a kernel can look at its edge.</summary>
    [JsonIgnore]
    public int Padding => KernelSize / 2;

    [JsonIgnore]
    public bool Pools => !Strided;

    // Written only where it is not the usual one: the text of a network that was stored before there was a choice stays as it is.
    [JsonInclude, JsonPropertyName(nameof(KernelSize)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    private int? UnusualKernelSize
    {
        get => KernelSize == UsualKernelSize ? null : KernelSize;
        init => KernelSize = value ?? UsualKernelSize;
    }
}

[JsonConverter(typeof(JsonStringEnumConverter<Activation>))]
public enum Activation { ReLU, Sigmoid, Tanh, GELU, None }

[JsonConverter(typeof(JsonStringEnumConverter<WeightInitialization>))]
public enum WeightInitialization { Default, Xavier, He, Zeros }
