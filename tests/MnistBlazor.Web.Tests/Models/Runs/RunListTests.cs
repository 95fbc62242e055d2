using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Runs;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Models.Runs;

/// <summary>What the table of runs shows, and in which order.</summary>
public sealed class RunListTests
{
    private static readonly Wording Words = new();

    private readonly RunList _list;
    private readonly Run _first =
        RunSamples.Create("softmax", "learning-rate=0.5", minutes: 1) with { Name = "Zebra", Loss = 0.4, Accuracy = 0.91 };
    private readonly Run _second =
        RunSamples.Create("mlp", "epochs=3", minutes: 2) with { Note = "for the talk", Loss = 0.1, Accuracy = 0.97, Starred = true };
    private readonly Run _third =
        RunSamples.Create("softmax", "batch-size=64", minutes: 3, status: RunStatus.Running) with { Name = "apple", Loss = 0.9 };

    public RunListTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        _list = new RunList(Words.RunName, Words.SearchText, new FakeTimeProvider(RunSamples.Start.AddHours(1)));
        _list.Update([_third, _second, _first]);
    }

    [Fact]
    public void The_newest_is_first_until_another_order_is_wanted()
    {
        Assert.Equal([_third, _second, _first], _list.Shown);

        _list.SortBy(RunColumn.Accuracy);
        Assert.Equal([_second, _first, _third], _list.Shown); // the best first, and what has no accuracy last
        _list.SortBy(RunColumn.Accuracy);
        Assert.Equal([_first, _second, _third], _list.Shown);
        _list.SortBy(RunColumn.Name);
        Assert.Equal([_third, _second, _first], _list.Shown); // "apple", "Lesson 2: 3 epochs", "Zebra"
        _list.SortBy(RunColumn.Took);
        Assert.Equal(_third, _list.Shown[^1]);
    }

    [Theory]
    [InlineData("zebra", "Zebra")]
    [InlineData("TALK", "Lesson 2: 3 epochs")]
    [InlineData("deeper epochs 3", "Lesson 2: 3 epochs")]
    [InlineData("learning-rate=0.5", "Zebra")]
    [InlineData("learning rate 0.5", "Zebra")]
    [InlineData("softmax batch-size=64", "apple")]
    [InlineData("softmax", "apple,Zebra")]
    [InlineData("no such thing", "")]
    public void A_search_looks_through_name_note_lesson_and_options(string search, string found)
    {
        _list.FilterBy(new RunFilter(search));

        Assert.Equal(found, string.Join(',', _list.Shown.Select(Words.RunName)));
    }

    [Fact]
    public void A_search_in_Korean_finds_what_the_page_says_in_Korean()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("ko");
        _list.FilterBy(new RunFilter("학습률 0.5"));

        Assert.Equal([_first], _list.Shown);
    }

    [Fact]
    public void Each_choice_leaves_out_what_is_not_like_it()
    {
        Assert.Equal([_second], Filtered(new RunFilter(Lesson: "mlp")));
        Assert.Equal([_third], Filtered(new RunFilter(State: RunStateChoice.Live)));
        Assert.Equal([_second, _first], Filtered(new RunFilter(State: RunStateChoice.Completed)));
        Assert.Equal([_second], Filtered(new RunFilter(State: RunStateChoice.Starred)));
        Assert.Equal([_second], Filtered(new RunFilter(MinAccuracy: 0.95)));
        Assert.Equal([_second, _first], Filtered(new RunFilter(MaxSeconds: 10)));
        Assert.Empty(Filtered(new RunFilter(Device: "cuda:0")));
        Assert.Equal([_third, _second, _first], Filtered(new RunFilter(Days: 1)));

        IReadOnlyList<Run> Filtered(RunFilter filter)
        {
            _list.FilterBy(filter);
            return _list.Shown;
        }
    }

    [Fact]
    public void Figures_that_change_move_no_row_and_unchoose_nothing()
    {
        _list.SortBy(RunColumn.Loss);
        _list.Choose(_third.Id, true);
        Assert.Equal([_second, _first, _third], _list.Shown);

        var better = _third with { Loss = 0.01, Step = 500 };
        _list.Update([better, _second, _first]);

        Assert.Equal([_second, _first, better], _list.Shown);
        Assert.Equal([better], _list.Chosen);
        _list.Update([better with { Status = RunStatus.Completed }, _second, _first]);
        Assert.Equal(better.Id, _list.Shown[0].Id);
    }

    [Fact]
    public void A_run_that_is_gone_is_chosen_no_longer_and_one_that_the_filter_hides_still_is()
    {
        foreach (var run in _list.All) _list.Choose(run.Id, true);
        _list.FilterBy(new RunFilter("zebra"));
        _list.Update([_second, _first]);

        Assert.Equal([_first], _list.Shown);
        Assert.Equal([_first, _second], _list.Chosen);
    }
}
