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
    public void What_was_stored_before_there_was_a_choice_of_kernels_reads_and_is_written_as_it_was()
    {
        const string stored = """{"kind":"cnn","Channels":[8,16],"HiddenUnits":0,"BatchNorm":true,"Dropout":0}""";
        const string varied = """{"Rotation":8,"Shift":1,"Zoom":0.05}""";

        var model = Assert.IsType<ConvolutionalNetworkSpec>(JsonSerializer.Deserialize<ModelSpec>(stored));

        Assert.Equal((3, false), (model.KernelSize, model.Strided));
        Assert.Equal(stored, JsonSerializer.Serialize<ModelSpec>(model));
        Assert.Equal(varied, JsonSerializer.Serialize(JsonSerializer.Deserialize<Augmentation>(varied)));
        Assert.Equal(0, JsonSerializer.Deserialize<Augmentation>(varied)!.BatchShift);
    }

    [Fact]
    public void Other_kernels_and_strides_are_another_network_and_survive_JSON()
    {
        var usual = new ConvolutionalNetworkSpec([8, 16], HiddenUnits: 0);
        foreach (var other in (ConvolutionalNetworkSpec[])[usual with { KernelSize = 5 }, usual with { Strided = true }])
        {
            var read = (ConvolutionalNetworkSpec)JsonSerializer.Deserialize<ModelSpec>(JsonSerializer.Serialize<ModelSpec>(other))!;

            Assert.Equal((other.KernelSize, other.Strided), (read.KernelSize, read.Strided));
            Assert.True(other.IsSameAs(read));
            Assert.False(other.IsSameAs(usual));
        }
        Assert.Equal(new Augmentation { BatchShift = 2 }, JsonSerializer.Deserialize<Augmentation>("""{"BatchShift":2}"""));
        Assert.Contains("\"BatchShift\":2", JsonSerializer.Serialize(new Augmentation { BatchShift = 2 }));
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
