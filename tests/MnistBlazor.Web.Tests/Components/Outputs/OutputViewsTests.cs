using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Web.Components.Outputs;

namespace MnistBlazor.Web.Tests.Components.Outputs;

public sealed class OutputViewsTests
{
    public static TheoryData<Type> Outputs => [.. LessonCatalog.All.SelectMany(lesson => lesson.Cells).Select(cell => cell.Output).Distinct()];

    [Theory]
    [MemberData(nameof(Outputs))]
    public void Whatever_a_cell_leaves_has_a_component_that_takes_it(Type output)
    {
        var value = OutputViews.Of(output).GetProperty("Value");

        Assert.Equal(output, value?.PropertyType);
        Assert.True(value!.IsDefined(typeof(ParameterAttribute), inherit: true));
    }
}
