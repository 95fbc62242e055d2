using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Web.Models.Notebook;

namespace MnistBlazor.Web.Tests.Models.Notebook;

/// <summary>A reader is told one thing of a cell: what it does comes before what its result is worth.</summary>
public sealed class CellFaceTests
{
    [Theory]
    [InlineData(CellStatus.Ready, CellValidity.Fresh, CellFace.Ready)]
    [InlineData(CellStatus.Queued, CellValidity.Stale, CellFace.Queued)]
    [InlineData(CellStatus.Running, CellValidity.Stale, CellFace.Running)]
    [InlineData(CellStatus.Paused, CellValidity.Fresh, CellFace.Paused)]
    [InlineData(CellStatus.Done, CellValidity.Evaluated, CellFace.Done)]
    [InlineData(CellStatus.Done, CellValidity.Stale, CellFace.Stale)]
    [InlineData(CellStatus.Done, CellValidity.Aborted, CellFace.Stopped)]
    [InlineData(CellStatus.Ready, CellValidity.Aborted, CellFace.Aborted)]
    [InlineData(CellStatus.Failed, CellValidity.Aborted, CellFace.Failed)]
    public void Status_and_validity_make_one_face(CellStatus status, CellValidity validity, CellFace face) =>
        Assert.Equal(face, CellFaces.Of(CellState.NeverRun(TrainingCell.Name) with { Status = status, Validity = validity }));

    [Fact]
    public void Every_combination_has_one()
    {
        foreach (var status in Enum.GetValues<CellStatus>())
            foreach (var validity in Enum.GetValues<CellValidity>())
                Assert.True(Enum.IsDefined(CellFaces.Of(CellState.NeverRun(DataCell.Name) with { Status = status, Validity = validity })));
    }
}
