using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>What a learner draws for a data set of their own is stored as it is drawn, is theirs alone, and becomes a data set.</summary>
public sealed class DrawingCollectionsTests : IDisposable
{
    private static readonly LearnerId Ada = new("ada"), Bert = new("bert");

    private readonly TempFolder _folder = new();
    private readonly LessonsOptions _options;

    public DrawingCollectionsTests() => _options = new LessonsOptions { DataDirectory = _folder.Path };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_drawing_is_stored_at_once_and_is_nobody_elses()
    {
        Open().AddClass(Ada, "ring");
        Open().Add(Ada, ("ring", Dot(5)));

        var stored = Open().Get(Ada);

        Assert.Equal("ring", Assert.Single(stored.Classes).Name);
        Assert.Equal(Dot(5), Assert.Single(stored.Classes[0].Drawings));
        Assert.Empty(Open().Get(Bert).Classes);
    }

    [Fact]
    public void Classes_and_drawings_are_renamed_removed_and_brought_back()
    {
        var drawings = Open();
        drawings.AddClass(Ada, " ring ");
        drawings.AddClass(Ada, "bar");
        var before = drawings.Add(Ada, ("bar", Dot(1)), ("bar", Dot(2)));

        var removed = drawings.Remove(Ada, before, 1, 0);
        Assert.Equal(Dot(2), Assert.Single(removed.Classes[1].Drawings));
        var without = drawings.RemoveClass(Ada, removed, 1);
        Assert.Equal(["ring"], without.Classes.Select(one => one.Name));
        var again = drawings.Restore(Ada, without, before);
        Assert.Equal([0, 2], again.Classes.Select(one => one.Drawings.Count));
        var renamed = drawings.RenameClass(Ada, again, 1, "dash");
        Assert.Equal(["ring", "dash"], renamed.Classes.Select(one => one.Name));
        Assert.Equal(2, drawings.Remove(Ada, renamed, 1, 9).Count);
    }

    [Fact]
    public void A_page_that_shows_an_old_state_takes_nothing_away_and_can_still_add()
    {
        var drawings = Open();
        drawings.AddClass(Ada, "ring");
        var before = drawings.Get(Ada);
        var seen = drawings.Add(Ada, ("ring", Dot(1)));
        drawings.Add(Ada, ("ring", Dot(2))); // on another page

        Assert.Equal("drawn-changed", Refused(() => drawings.Restore(Ada, seen, before)).Code);
        Assert.Equal("drawn-changed", Refused(() => drawings.Remove(Ada, seen, 0, 0)).Code);
        Assert.Equal("drawn-changed", Refused(() => drawings.RemoveClass(Ada, seen, 0)).Code);
        Assert.Equal("drawn-changed", Refused(() => drawings.RenameClass(Ada, seen, 0, "dash")).Code);
        Assert.Equal(3, drawings.Add(Ada, ("ring", Dot(3))).Count);
    }

    [Fact]
    public void A_name_is_short_its_own_and_there_are_bounds()
    {
        _options.DatasetBounds = new() { Classes = 2 };
        var drawings = Open();
        drawings.AddClass(Ada, "é");

        Assert.Equal("drawn-class-name", Refused(() => drawings.AddClass(Ada, " ")).Code);
        Assert.Equal("drawn-class-name", Refused(() => drawings.AddClass(Ada, "e\u0301")).Code); // the same in another form
        Assert.Equal("drawn-class-name", Refused(() => drawings.AddClass(Ada, new string('x', 41))).Code);
        drawings.AddClass(Ada, "b");
        Assert.Equal("drawn-class-name", Refused(() => drawings.RenameClass(Ada, drawings.Get(Ada), 1, "é")).Code);
        Assert.Equal("b", drawings.RenameClass(Ada, drawings.Get(Ada), 1, "b").Classes[1].Name);
        Assert.Equal("drawn-classes", Refused(() => drawings.AddClass(Ada, "c")).Code);
        Assert.Throws<ArgumentException>(() => drawings.Add(Ada, ("c", Dot(0))));
        Assert.Throws<ArgumentException>(() => drawings.Add(Ada, ("b", new byte[783])));

        drawings.Restore(Ada, drawings.Get(Ada), new([new("a", [.. Enumerable.Repeat(Dot(0), DrawingCollections.MostDrawings)])]));
        Assert.Equal("drawn-too-many", Refused(() => drawings.Add(Ada, ("a", Dot(0)))).Code);
    }

    [Fact]
    public async Task It_becomes_a_data_set_whose_pixels_are_what_was_drawn()
    {
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var own = new UploadedDatasets(_options, store, TestServer.Blobs(_folder), TimeProvider.System);
        using var drafts = new DatasetDrafts(_options, own, new(), TimeProvider.System);
        var drawings = Open();
        foreach (var name in new[] { "a/b", "nothing", "c" }) drawings.AddClass(Ada, name);
        for (var i = 0; i < 10; i++) drawings.Add(Ada, (i % 2 == 0 ? "a/b" : "c", Dot(i)));

        await drafts.ReadAsync(Ada, drawings.Files(Ada, "My drawings"));
        var added = await drafts.AcceptAsync(Ada);

        Assert.Equal(("My drawings", 8, 2), (added.Name, added.TrainCount, added.TestCount));
        Assert.Equal(["a/b", "c"], added.ClassNames);
        var loaded = await own.LoadAsync(Ada, added.Id, null, TestContext.Current.CancellationToken);
        var seen = Enumerable.Range(0, 8).Select(i => loaded.Train.Pixels(i).IndexOf((byte)255))
            .Concat(Enumerable.Range(0, 2).Select(i => loaded.Test.Pixels(i).IndexOf((byte)255)));
        Assert.Equal(Enumerable.Range(0, 10), seen.Order());
        Assert.Equal(added.Id, Assert.Single(own.List(Ada)).Id); // the drawings beside it are no data set
        Assert.Equal(10, drawings.Get(Ada).Count);
    }

    private DrawingCollections Open()
    {
        var store = new DatasetStore(new DatasetOptions { DataDirectory = _folder.Path });
        var blobs = TestServer.Blobs(_folder);
        return new(_options, new(_options, store, blobs, TimeProvider.System), blobs);
    }

    private static DatasetException Refused(Action action) => Assert.Throws<DatasetException>(action);

    private static byte[] Dot(int at)
    {
        var pixels = new byte[784];
        pixels[at] = 255;
        return pixels;
    }
}
