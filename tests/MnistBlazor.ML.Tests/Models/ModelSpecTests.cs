using System.Text.Json;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Models;

/// <summary>Options are stored with a run and read back years later: their JSON is part of the data.</summary>
public class ModelSpecTests
{
    [Fact]
    public void Options_survive_JSON()
    {
        var options = new TrainingOptions
        {
            Model = new MultilayerPerceptronSpec([new(256), new(64, Activation.Sigmoid, 0.2)], WeightInitialization.He),
            Optimizer = new(OptimizerKind.AdamW, 0.001, WeightDecay: 0.01),
            Seed = 3,
        };

        var read = JsonSerializer.Deserialize<TrainingOptions>(JsonSerializer.Serialize(options))!;

        Assert.True(options.Model.IsSameAs(read.Model));
        Assert.Equal(options, read with { Model = options.Model });
    }

    [Fact]
    public void A_model_is_written_by_its_kind_and_with_words_for_its_choices()
    {
        Assert.Equal("""{"kind":"softmax"}""", JsonSerializer.Serialize<ModelSpec>(new SoftmaxRegressionSpec()));
        Assert.Equal(
            """{"kind":"mlp","HiddenLayers":[{"Units":256,"Activation":"ReLU","Dropout":0}],"Initialization":"Default"}""",
            JsonSerializer.Serialize<ModelSpec>(new MultilayerPerceptronSpec([new(256)])));
    }
}
