using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;

namespace MnistBlazor.Lessons.Digits;

/// <summary>The network, layer by layer.</summary>
public sealed class ModelCell : DigitsCell
{
    public const string Name = "model";

    /// <param name="code">The source of the network.</param>
    /// <param name="parameters">What can be changed in it; no fork can, since the weights belong to the network.</param>
    public ModelCell(IReadOnlyList<CodeCut> code, params ParameterDefinition[] parameters) : base(Name)
    {
        Requires = [SetupCell.Name];
        Parameters = [.. parameters.Select(parameter => parameter with { Forkable = false })];
        Code = code;
    }

    public override Type Output => typeof(ModelOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var dataset = await LoadAsync(context);
        var summary = ModelSummary.Of(OptionsOf(context).Model, dataset.ClassNames.Count);
        return CellResult.Completed(new ModelOutput([.. summary.Layers], summary.ParameterCount) { Data = DatasetLabels.Of(dataset) });
    }
}

public sealed record ModelOutput(LayerSummary[] Layers, long ParameterCount) : DigitsOutput;
