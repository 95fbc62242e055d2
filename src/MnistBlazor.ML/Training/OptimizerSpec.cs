using System.Text.Json.Serialization;

namespace MnistBlazor.ML.Training;

[JsonConverter(typeof(JsonStringEnumConverter<OptimizerKind>))]
public enum OptimizerKind { SGD, RMSprop, Adagrad, Adam, AdamW }

/// <summary>An optimizer and its settings; each kind reads those it knows.</summary>
/// <param name="Momentum">SGD and RMSprop.</param>
/// <param name="WeightDecay">All: L2 penalty, decoupled from the gradient in AdamW.</param>
/// <param name="Nesterov">SGD with momentum.</param>
/// <param name="Beta1">Adam and AdamW: decay of the mean of the gradients.</param>
/// <param name="Beta2">Adam and AdamW: decay of the mean of their squares.</param>
/// <param name="Alpha">RMSprop: decay of the mean of the squared gradients.</param>
public sealed record OptimizerSpec(
    OptimizerKind Kind, double LearningRate, double Momentum = 0, double WeightDecay = 0, bool Nesterov = false,
    double Beta1 = 0.9, double Beta2 = 0.999, double Alpha = 0.99);
