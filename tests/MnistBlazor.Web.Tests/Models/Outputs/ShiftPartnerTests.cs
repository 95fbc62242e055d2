using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Outputs;

namespace MnistBlazor.Web.Tests.Models.Outputs;

public sealed class ShiftPartnerTests
{
    private static readonly Run
        Softmax = Create("softmax"), Perceptron = Create("mlp"), Plain = Create("cnn", "shift=0"), Shifted = Create("cnn", "shift=4"),
        OtherShifted = Create("cnn", "shift=4&channels=16-32");

    [Fact]
    public void The_same_network_trained_the_other_way_tells_most_then_any_trained_the_other_way_then_another_network()
    {
        Assert.Same(Shifted, ShiftPartner.Suggest(Plain, [Perceptron, OtherShifted, Shifted, Softmax]));
        Assert.Same(Plain, ShiftPartner.Suggest(Shifted, [Perceptron, OtherShifted, Plain]));
        Assert.Same(OtherShifted, ShiftPartner.Suggest(Perceptron, [Softmax, OtherShifted, Shifted]));
        Assert.Same(Perceptron, ShiftPartner.Suggest(Softmax, [Create("softmax"), Perceptron]));
        Assert.Same(Perceptron, ShiftPartner.Suggest(null, [Perceptron]));
        var batchShifted = Create("cnn", "shift=0&batch-shift=1");
        Assert.Same(batchShifted, ShiftPartner.Suggest(Plain, [Perceptron, batchShifted]));
    }

    [Fact]
    public void Only_networks_trained_on_the_same_data_stand_beside_each_other()
    {
        var fashion = Softmax with { Options = Softmax.Options with { Dataset = "fashion" } };

        Run[] all = [Plain, Softmax, fashion, Shifted with { Step = 0 }, Perceptron];
        Assert.Equal([Plain, Perceptron], ShiftPartner.Of(Softmax.Id, "mnist", all));
    }

    private static Run Create(string lesson, string parameters = "") => RunSamples.Create(lesson, parameters) with { Step = 10 };
}
