using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>The drawings that a learner tests networks with.</summary>
public sealed class OwnTestSetsTests : IDisposable
{
    private static readonly LearnerId Ada = new("ada"), Bert = new("bert");

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_drawing_is_stored_once_under_what_was_said_of_it_last_and_is_nobody_elses()
    {
        Open().Keep(Ada, "1", Dot(1));
        Open().Keep(Ada, "7", Dot(2));
        Open().Keep(Ada, "7", Dot(1));

        var set = Open().Get(Ada);

        Assert.Equal([("7", 2), ("7", 1)], OwnDrawing.Of(set).Select(drawing => (drawing.ClassName, drawing.Pixels.IndexOf((byte)255))));
        Assert.Equal(0, Open().Get(Bert).Count);
    }

    [Fact]
    public void All_are_removed_and_brought_back_and_what_was_not_seen_is_not_overwritten()
    {
        var sets = Open();
        var before = sets.Keep(Ada, "7", Dot(1));

        var none = sets.Restore(Ada, before, DrawingCollection.Empty);
        Assert.Equal(0, none.Count);
        var again = sets.Restore(Ada, none, before);
        Assert.Equal(1, again.Count);
        Assert.Equal("drawn-changed", Refused(() => sets.Remove(Ada, before, 0, 0)));
        Assert.Equal(0, sets.Remove(Ada, again, 0, 0).Count);
    }

    [Fact]
    public void A_learner_has_no_more_than_the_bound()
    {
        var sets = Open();
        var full = new DrawingCollection([new("7", [.. Enumerable.Range(0, OwnTestSets.MostDrawings).Select(Dot)])]);
        sets.Restore(Ada, sets.Get(Ada), full);

        Assert.Equal("drawn-too-many", Refused(() => sets.Keep(Ada, "7", Dot(700))));
        Assert.Throws<ArgumentException>(() => sets.Keep(Bert, "7", new byte[783]));
        Assert.Equal(OwnTestSets.MostDrawings, sets.Keep(Ada, "1", Dot(3)).Count); // it only moves
    }

    [Fact]
    public void What_a_network_has_learned_and_what_it_does_not_know_does_not_count()
    {
        OwnDrawing[] drawings = [new("7", Dot(1)), new("7", Dot(2)), new("1", Dot(3)), new("ring", Dot(4))];
        string?[] answers = ["7", "1", "1", null];
        var learned = new FineTuning(FineTuning.Of(new ImageSplit(Dot(1), new byte[1], 10)), 1, 0, 0);

        Assert.Equal(new(2, 3), OwnScore.Of(drawings, answers, null));
        Assert.Equal(new(1, 2), OwnScore.Of(drawings, answers, learned));
    }

    private OwnTestSets Open()
    {
        var options = new LessonsOptions { DataDirectory = _folder.Path };
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var blobs = TestServer.Blobs(_folder);
        return new(options, new(options, store, blobs, TimeProvider.System), blobs);
    }

    private static string Refused(Action action) => Assert.Throws<DatasetException>(action).Code;

    private static byte[] Dot(int at)
    {
        var pixels = new byte[784];
        pixels[at] = 255;
        return pixels;
    }
}
