using FsCheck;
using FsCheck.Fluent;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Softmax;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Cells;

public class ParameterAddressTests
{
    private static readonly Lesson Lesson = new SoftmaxLesson(["cpu", "cuda:0"]);

    [Fact]
    public void An_address_carries_every_parameter_in_the_lessons_order() =>
        Assert.Equal(
            "device=cuda%3A0&dataset=mnist&batch-size=1000&learning-rate=0.1&epochs=15&seed=1&fault=none&shift-images=500",
            ParameterAddress.Write(Lesson, Lesson.Defaults.With("device", "cuda:0")));

    [Fact]
    public void What_was_written_is_read_back()
    {
        var values = Lesson.Defaults.With("learning-rate", "0.00003").With("device", "cuda:0");

        var (read, notices) = ParameterAddress.Read(Lesson, "?" + ParameterAddress.Write(Lesson, values));

        Assert.Equal(values, read);
        Assert.Empty(notices);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("?")]
    [InlineData("?culture=ko&utm_source=x")]
    [InlineData("?epochs")]
    public void An_address_without_parameters_says_nothing_about_them(string? query)
    {
        var (read, notices) = ParameterAddress.Read(Lesson, query);

        Assert.Null(read);
        Assert.Empty(notices);
    }

    [Fact]
    public void A_value_that_is_not_accepted_falls_back_to_its_default_with_a_notice_and_the_others_count()
    {
        var (read, notices) = ParameterAddress.Read(Lesson, "epochs=1000&learning-rate=0.5");

        Assert.Equal(Lesson.Defaults.With("learning-rate", "0.5"), read);
        Assert.Equal([new Message("address.value", "epochs", "1000", "15")], notices);
    }

    [Fact]
    public void A_notice_quotes_little_and_nothing_that_cannot_be_printed()
    {
        var (_, notices) = ParameterAddress.Read(Lesson, "epochs=%00%0d%0a" + new string('9', 1000));

        Assert.Equal(new string('9', 40) + "…", Assert.Single(notices).Arguments[1]);
    }

    [Fact]
    public void Of_a_parameter_given_twice_the_first_counts() =>
        Assert.Equal("3", ParameterAddress.Read(Lesson, "epochs=3&epochs=4").Values?.Text("epochs"));

    [Fact]
    public void An_endless_address_is_not_read() =>
        Assert.Equal((null, "address.too-long"), ParameterAddress.Read(Lesson, "epochs=3&" + new string('x', 5000)) switch
        {
            var (values, notices) => (values, Assert.Single(notices).Code),
        });

    [Fact]
    public void Nothing_in_an_address_throws_or_gets_past_the_bounds() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (name, text) =>
        {
            foreach (var query in new[] { text, $"{name}={text}", $"epochs={text}", $"device={text}&%zz=%" })
            {
                var values = ParameterAddress.Read(Lesson, query).Values ?? Lesson.Defaults;
                Assert.All(Lesson.Parameters, parameter => Assert.Null(parameter.Check(values.Text(parameter.Id))));
            }
        }).QuickCheckThrowOnFailure();
}
