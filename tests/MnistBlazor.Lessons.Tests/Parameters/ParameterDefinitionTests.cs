using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Models;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Parameters;

public class ParameterDefinitionTests
{
    private static readonly NumberParameter Whole = new("batch-size", "1000", 1, 10_000, Integer: true);
    private static readonly NumberParameter Decimal = new("learning-rate", "0.1", 0.00001, 10);
    private static readonly ChoiceParameter Choice = new("optimizer", "adam", ["sgd", "adam"]);
    private static readonly SwitchParameter Switch = new("batch-norm", "true");
    private static readonly LayersParameter Layers = new("layers", "256-relu-0,256-relu-0");

    [Theory]
    [InlineData("1", "1")]
    [InlineData(" 10000 ", "10000")]
    [InlineData("1e3", "1000")]
    [InlineData("+7", "7")]
    [InlineData("100.0", "100")]
    public void A_whole_number_within_its_bounds_is_accepted_and_written_canonically(string text, string value) =>
        AssertReads(Whole, text, value);

    [Theory]
    [InlineData("0.00001", "0.00001")]
    [InlineData("1e-5", "0.00001")]
    [InlineData(".5", "0.5")]
    [InlineData("10", "10")]
    [InlineData("0.30000000000000004", "0.30000000000000004")]
    [InlineData("0.000012345678901234567", "0.000012345678901234568")]
    public void A_number_is_written_without_an_exponent(string text, string value) => AssertReads(Decimal, text, value);

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    [InlineData("-1")]
    [InlineData("1e300")]
    public void A_number_out_of_bounds_is_refused_with_the_bounds(string text) =>
        Assert.Equal(new Message("parameter.range", "1", "10000"), Whole.Check(text));

    [Theory]
    [InlineData("")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData("1,000")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("١")]
    [InlineData(null)]
    public void What_is_no_whole_number_is_refused(string? text) =>
        Assert.Equal(new Message("parameter.whole-number", "1", "10000"), Whole.Check(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1e-300")]
    public void What_is_too_small_to_matter_is_0(string text) =>
        AssertReads(new NumberParameter("weight-decay", "0", 0, 1), text, "0");

    [Fact]
    public void Numbers_are_read_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("de-DE");
            AssertReads(Decimal, "0.5", "0.5");
            Assert.NotNull(Decimal.Check("0,5"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_choice_is_accepted_in_any_case_and_written_as_defined()
    {
        AssertReads(Choice, "SGD", "sgd");
        Assert.Equal(new Message("parameter.choice", "sgd, adam"), Choice.Check("adagrad"));
    }

    [Fact]
    public void A_switch_is_on_or_off()
    {
        AssertReads(Switch, "off", "false");
        AssertReads(Switch, "True", "true");
        Assert.Equal(new Message("parameter.switch"), Switch.Check("maybe"));
    }

    [Fact]
    public void Layers_are_read_with_units_activation_and_dropout()
    {
        AssertReads(Layers, "64-ReLU-0.50,8-sigmoid-0", "64-relu-0.5,8-sigmoid-0");
        Assert.Equal(
            [new HiddenLayer(64, Activation.ReLU, 0.5), new HiddenLayer(8, Activation.Sigmoid)],
            LayersParameter.Parse("64-relu-0.5,8-sigmoid-0"));
    }

    [Fact]
    public void No_hidden_layer_is_the_empty_text()
    {
        AssertReads(Layers, "", "");
        Assert.Empty(LayersParameter.Parse(""));
    }

    [Theory]
    [InlineData("8-relu-0,8-relu-0,8-relu-0,8-relu-0,8-relu-0,8-relu-0,8-relu-0", "parameter.layers.count")]
    [InlineData("7-relu-0", "parameter.layers.units")]
    [InlineData("1025-relu-0", "parameter.layers.units")]
    [InlineData("64-relu-0.95", "parameter.layers.dropout")]
    [InlineData("64-step-0", "parameter.layers")]
    [InlineData("64-0-0", "parameter.layers")]
    [InlineData("64-relu", "parameter.layers")]
    [InlineData("64-relu--1", "parameter.layers")]
    [InlineData("64-relu-NaN", "parameter.layers")]
    [InlineData("99999999999-relu-0", "parameter.layers")]
    [InlineData(",", "parameter.layers")]
    public void Layers_out_of_bounds_or_malformed_are_refused_with_what_is_wrong(string text, string code) =>
        Assert.Equal(code, Layers.Check(text)?.Code);

    [Fact]
    public void A_canonical_text_reads_as_itself_and_as_the_same_number() =>
        Prop.ForAll(Gen.Choose(-5_000_000, 1_000_000).ToArbitrary(), millionths =>
        {
            var value = Math.Pow(10, millionths / 1e6);
            Assert.True(Decimal.TryRead(NumberParameter.Format(value), out var text, out _));
            Assert.Equal(value, double.Parse(text, CultureInfo.InvariantCulture));
            AssertReads(Decimal, text, text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_that_is_typed_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            foreach (var parameter in new ParameterDefinition[] { Whole, Decimal, Choice, Switch, Layers })
            {
                var accepted = parameter.TryRead(text, out var value, out var problem);
                Assert.Equal(accepted, problem is null);
                Assert.Null(parameter.Check(value));
            }
        }).QuickCheckThrowOnFailure();

    private static void AssertReads(ParameterDefinition parameter, string text, string value)
    {
        Assert.True(parameter.TryRead(text, out var read, out var problem), problem?.ToString());
        Assert.Equal(value, read);
    }
}
