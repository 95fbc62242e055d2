using Bunit;
using MnistBlazor.Web.Components.Runs;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Components.Runs;

public sealed class RunFiltersTests : ComponentTest
{
    private RunFilter? _asked;

    [Fact]
    public void A_filter_is_added_to_those_there_are_until_they_are_cleared()
    {
        var filters = RenderFilters(new RunFilter("zebra"));

        filters.Find("[data-filter=accuracy]").Change("95");
        Assert.Equal(new RunFilter("zebra", MinAccuracy: 0.95), _asked);

        filters.Find("[data-filter=clear]").Click();
        Assert.Equal(RunFilter.None, _asked);
    }

    [Fact]
    public void What_is_typed_is_searched_for_letter_by_letter()
    {
        var filters = RenderFilters(RunFilter.None);
        Assert.Empty(filters.FindAll("[data-filter=clear]"));

        filters.Find("[data-filter=search]").Input("z");

        Assert.Equal(new RunFilter("z"), _asked);
    }

    private IRenderedComponent<RunFilters> RenderFilters(RunFilter filter) =>
        Render<RunFilters>(parameters => parameters
            .Add(filters => filters.Filter, filter)
            .Add(filters => filters.FilterChanged, asked => _asked = asked));
}
