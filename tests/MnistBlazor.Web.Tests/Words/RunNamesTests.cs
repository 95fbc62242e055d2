using System.Globalization;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

/// <summary>A run that nobody has named is called by what tells it from others.</summary>
public sealed class RunNamesTests
{
    [Theory]
    [InlineData("en", "softmax", "", "Lesson 1: rate 0.1, 15 epochs")]
    [InlineData("en", "softmax", "learning-rate=0.5&epochs=5", "Lesson 1: rate 0.5, 5 epochs")]
    [InlineData("en", "softmax", "seed=7", "Lesson 1: seed 7")]
    [InlineData("en", "softmax", "batch-size=64&dataset=fashion-mnist", "Lesson 1: Fashion-MNIST: clothes and shoes, batches of 64")]
    [InlineData("en", "mlp", "", "Lesson 2: 256 + 256 units, Adam, rate 0.001, 15 epochs")]
    [InlineData("en", "mlp", "layers=128-relu-0,64-tanh-0.2", "Lesson 2: 128 + 64 Tanh (dropout 0.2) units")]
    [InlineData("en", "mlp", "layers=&optimizer=adagrad&learning-rate=0.01", "Lesson 2: no hidden layers, Adagrad, rate 0.01")]
    [InlineData("en", "cnn", "batch-norm=false&channels=16-32", "Lesson 3: channels 16, 32, batch norm off")]
    [InlineData("ko", "softmax", "learning-rate=0.5", "수업 1: 학습률 0.5")]
    public void A_name_says_in_what_the_run_differs(string language, string lesson, string settings, string name) =>
        Assert.Equal(name, Words(language).RunName(RunSamples.Create(lesson, settings)));

    [Fact]
    public void What_its_owner_calls_it_stands_before_all_else() =>
        Assert.Equal("mine", Words("en").RunName(RunSamples.Create() with { Name = "mine" }));

    private static Wording Words(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return new Wording();
    }
}
