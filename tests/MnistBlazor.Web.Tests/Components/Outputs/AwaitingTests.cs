using Bunit;
using MnistBlazor.Lessons;
using MnistBlazor.Web.Components.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class AwaitingTests : ComponentTest
{
    public static TheoryData<string> Cells => [.. LessonCatalog.All.SelectMany(lesson => lesson.Cells).Select(cell => cell.Id).Distinct()];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_shows_a_picture_of_what_will_come_and_says_how(string cell)
    {
        var awaiting = Render<Awaiting>(parameters => parameters.Add(awaiting => awaiting.Cell, cell));

        Assert.NotEmpty(awaiting.FindAll("svg > *"));
        Assert.NotEmpty(awaiting.Find("p").TextContent);
    }

    [Fact]
    public void Weights_that_will_come_are_ten_squares()
    {
        var awaiting = Render<Awaiting>(parameters => parameters.Add(awaiting => awaiting.Cell, "weights"));

        Assert.Equal(10, awaiting.Find("path").GetAttribute("d")!.Count(command => command == 'M'));
    }
}
