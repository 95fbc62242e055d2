using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using static MnistBlazor.Lessons.Digits.DigitsParameters;

namespace MnistBlazor.Lessons.Softmax;

/// <summary>Lesson 1: softmax regression, with the source article's defaults.</summary>
/// <param name="devices">Ids of the devices to choose from, the default first.</param>
public sealed class SoftmaxLesson(IReadOnlyList<string> devices) : DigitsLesson("softmax",
[
    new SetupCell(devices),
    new DataCell(),
    new BatchesCell(1000),
    new ModelCell([CodeRegions.SoftmaxRegression.Model]),
    new LossCell(),
    new TrainingCell([CodeRegions.Optimizers.OptimizerSgd], LearningRate(0.1), Epochs(15), Seed, DigitsFaults.Parameter(dropout: false)),
    new EvaluationCell(),
    new ShiftsCell(),
    new DrawCell(),
])
{
    public override double Accuracy => 0.9084;

    public override IReadOnlyList<Question> Questions { get; } =
    [
        new Question(
            "large-rate", TrainingCell.Name, new Dictionary<string, string> { ["learning-rate"] = "0.5", ["epochs"] = "5" },
            [0.90, 0.91]),
        new Question(
            "tenfold-rate", TrainingCell.Name, new Dictionary<string, string> { ["learning-rate"] = "1" }, [0.90, 0.915]),
    ];

    public override bool TrainsLive => true;

    protected override ModelSpec Model(ParameterValues values) => new SoftmaxRegressionSpec();

    protected override OptimizerSpec Optimizer(ParameterValues values) => new(OptimizerKind.SGD, values.Number("learning-rate"));
}
