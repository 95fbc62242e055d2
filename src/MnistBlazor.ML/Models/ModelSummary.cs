namespace MnistBlazor.ML.Models;

/// <summary>One layer as a drawing or a table shows it; shapes without the batch's dimension.</summary>
public sealed record LayerSummary(string Name, string Kind, int[] InputShape, int[] OutputShape, long ParameterCount);

/// <summary>The layers of a network and how many parameters they hold.</summary>
public sealed record ModelSummary(IReadOnlyList<LayerSummary> Layers, long ParameterCount)
{
    public static ModelSummary Of(ModelSpec model, int classes = 10) => throw new NotImplementedException();
}
