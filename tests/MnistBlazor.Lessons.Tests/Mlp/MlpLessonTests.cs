using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Mlp;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Mlp;

public class MlpLessonTests
{
    private static readonly DigitsLesson Lesson = new MlpLesson(["cpu"]);

    [Fact]
    public void The_defaults_are_the_second_articles()
    {
        var options = Lesson.Options(Lesson.Defaults);

        var model = Assert.IsType<MultilayerPerceptronSpec>(options.Model);
        Assert.Equal([new HiddenLayer(256), new HiddenLayer(256)], model.HiddenLayers);
        Assert.Equal(new OptimizerSpec(OptimizerKind.Adam, 0.001), options.Optimizer);
        Assert.Equal((1000, 15), (options.BatchSize, options.Epochs));
    }

    [Fact]
    public void An_address_of_the_time_of_the_sigmoid_switch_still_means_what_it_meant()
    {
        var on = ParameterAddress.Read(Lesson, "sigmoid=true&layers=64-relu-0.5,8-tanh-0").Values!;
        var off = ParameterAddress.Read(Lesson, "sigmoid=false&layers=8-tanh-0").Values!;

        Assert.Equal("64-sigmoid-0.5,8-sigmoid-0", on.Text("layers"));
        Assert.Equal("8-tanh-0", off.Text("layers"));
        Assert.Equal(Lesson.Defaults.Ids, on.Ids);
        Assert.Null(ParameterAddress.Read(Lesson, "sigmoid=false").Values);
    }

    [Fact]
    public void A_notebook_of_the_time_of_the_sigmoid_switch_still_means_what_it_meant()
    {
        var state = NotebookState.New(Lesson);
        var stored = NotebookJson.Write(Lesson, state with { Parameters = state.Parameters.With("sigmoid", "true") });

        Assert.Equal("256-sigmoid-0,256-sigmoid-0", NotebookJson.Read(Lesson, stored).Parameters.Text("layers"));
    }

    public static TheoryData<string, OptimizerSpec, string[]> Optimizers => new()
    {
        { "sgd", new OptimizerSpec(OptimizerKind.SGD, 0.001), [] },
        { "momentum", new OptimizerSpec(OptimizerKind.SGD, 0.001, Momentum: 0.9), ["momentum", "nesterov"] },
        { "rmsprop", new OptimizerSpec(OptimizerKind.RMSprop, 0.001), ["alpha"] },
        { "adagrad", new OptimizerSpec(OptimizerKind.Adagrad, 0.001), [] },
        { "adam", new OptimizerSpec(OptimizerKind.Adam, 0.001), ["beta1", "beta2"] },
        { "adamw", new OptimizerSpec(OptimizerKind.AdamW, 0.001), ["beta1", "beta2"] },
    };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Each_optimizer_comes_with_its_own_parameters_and_its_own_code(string choice, OptimizerSpec optimizer, string[] own)
    {
        var values = Lesson.Defaults.With("optimizer", choice);

        Assert.Equal(optimizer, Lesson.Options(values).Optimizer);
        var shown = Lesson.Parameters.Where(parameter => parameter.When is not null && parameter.IsShown(values));
        Assert.Equal(own, shown.Select(parameter => parameter.Id));
        var code = Lesson.CSharp(TrainingCell.Name, values).Split('\n');
        var creation = Assert.Single(code, line => line.Contains("= optim."));
        Assert.Contains($"optim.{optimizer.Kind}(", creation, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"optimizer = torch.optim.{optimizer.Kind}(", Lesson.PyTorch(TrainingCell.Name, values));
    }

    [Fact]
    public void A_setting_of_another_optimizer_is_of_no_consequence()
    {
        var values = Lesson.Defaults.With("momentum", "0.5").With("nesterov", "true").With("alpha", "0.5");

        Assert.Equal(Lesson.Options(Lesson.Defaults).Optimizer, Lesson.Options(values).Optimizer);
    }

    [Fact]
    public void Changing_a_setting_of_another_optimizer_makes_nothing_stale()
    {
        var state = Evaluated();

        (state, _) = NotebookTransition.Apply(Lesson, state, new SetParameter("momentum", "0.5"));
        Assert.Equal(CellValidity.Evaluated, state.Cell(TrainingCell.Name).Validity);

        (state, _) = NotebookTransition.Apply(Lesson, state, new SetParameter("beta1", "0.8"));
        Assert.Equal(CellValidity.Stale, state.Cell(TrainingCell.Name).Validity);
    }

    [Fact]
    public void The_code_shows_the_layers()
    {
        var values = Lesson.Defaults.With("layers", "64-tanh-0.25");

        Assert.Contains("in new HiddenLayer[] { new(64, Activation.Tanh, 0.25) })", Lesson.CSharp(ModelCell.Name, values));
        Assert.Contains("hidden_layers = [(64, \"Tanh\", 0.25)]", Lesson.PyTorch(ModelCell.Name, values));
    }

    private static NotebookState Evaluated()
    {
        (var state, _) = NotebookTransition.Apply(Lesson, NotebookState.New(Lesson), new RunAllCells());
        while (state.Running is { } cell)
        {
            if (cell is { Id: TrainingCell.Name, Evaluation.Run: null })
                (state, _) = NotebookTransition.Apply(Lesson, state, new TrainingBegan(cell.Evaluation.Number, RunId.New()));
            var ended = new EvaluationEnded(
                cell.Evaluation!.Number, EvaluationEnd.Completed, new BatchesOutput(1000, 60, 0, []), null, TimeSpan.Zero);
            (state, _) = NotebookTransition.Apply(Lesson, state, ended);
        }
        return state;
    }
}
