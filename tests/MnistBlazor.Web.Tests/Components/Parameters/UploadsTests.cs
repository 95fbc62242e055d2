using Bunit;
using Microsoft.AspNetCore.Components;
using MnistBlazor.Lessons;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Storage;
using MnistBlazor.Web.Components.Parameters;
using MnistBlazor.Web.Hosting;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;
using MudBlazor;

namespace MnistBlazor.Web.Tests.Components.Parameters;

/// <summary>A data set is deleted for good, so a dialog asks first.</summary>
public sealed class UploadsTests : ComponentTest
{
    private readonly UploadedDataset _letters =
        new(UploadedDataset.NewId(), "letters.zip", DateTimeOffset.UnixEpoch, ["A", "B"], 100, 20, 1 << 20);
    private readonly IRenderedComponent<MudDialogProvider> _dialog;
    private readonly IRenderedComponent<Uploads> _own;
    private UploadedDataset? _deleted;

    public UploadsTests()
    {
        Services.AddLessons(new LessonsOptions { DataDirectory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()) });
        AddLearner();
        _dialog = Render<MudDialogProvider>();
        _own = Render<Uploads>(parameters => parameters
            .AddCascadingValue(new LessonContext(LessonCatalog.All[0], Session: null!, new LearnerId("ada")))
            .Add(own => own.Datasets, [_letters])
            .Add(own => own.OnDeleted, deleted => _deleted = deleted));
        _own.Find("summary").Click();
    }

    [Fact]
    public void The_dialog_names_the_data_set_and_nothing_is_deleted_before_it_is_answered()
    {
        _own.Find("[data-action=delete]").Click();

        Assert.Equal("letters.zip", _dialog.Find("[role=dialog] .mud-dialog-title").TextContent.Trim());
        Assert.Null(_deleted);
    }

    [Theory]
    [InlineData("Delete", true)]
    [InlineData("Keep it", false)]
    public void Only_a_yes_deletes(string answer, bool deletes)
    {
        _own.Find("[data-action=delete]").Click();
        _dialog.FindAll("[role=dialog] button").Single(button => button.TextContent.Trim() == answer).Click();

        _dialog.WaitForAssertion(() => Assert.Empty(_dialog.FindAll("[role=dialog]")));
        _own.WaitForAssertion(() => Assert.Equal(deletes ? "letters.zip was deleted." : "", _own.Find("[data-own-said]").TextContent));
        Assert.Equal(deletes ? _letters : null, _deleted);
    }

    [Fact]
    public void Folded_only_the_field_for_files_is_there()
    {
        _own.Find("summary").Click();

        Assert.NotNull(_own.Find("input[type=file][data-upload]"));
        Assert.Empty(_own.FindAll("[data-own-dataset], .formats"));
    }
}
