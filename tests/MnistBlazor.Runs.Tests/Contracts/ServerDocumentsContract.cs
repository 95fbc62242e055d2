using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Runs.Tests.Contracts;

/// <summary>What <see cref="IServerDocuments"/> owes: derive from it to hold an implementation to that.</summary>
public abstract class ServerDocumentsContract
{
    private const string Name = "access.json";

    protected abstract IServerDocuments Documents { get; }

    /// <summary>Whoever else uses the same documents: another process, or a command.</summary>
    protected abstract IServerDocuments Again { get; }

    /// <summary>What others have written is known to <see cref="Again"/> from here on.</summary>
    protected abstract void Wait();

    [Fact]
    public void What_is_written_is_read_by_everyone_and_what_is_not_there_is_null()
    {
        Assert.Null(Documents.Read(Name));
        Assert.Null(Again.Read(Name));

        Assert.True(Documents.TryWrite(Name, "ein Wort: 안녕", null));
        Assert.True(Documents.TryWrite("bounds.json", "", null));
        Wait();

        Assert.Equal("ein Wort: 안녕", Documents.Read(Name));
        Assert.Equal("ein Wort: 안녕", Again.Read(Name));
        Assert.Equal("", Again.Read("bounds.json"));
        Assert.Null(Again.Read("other.json"));
    }

    [Fact]
    public void Of_two_who_replace_the_same_text_the_second_is_told_and_reads_the_firsts()
    {
        Assert.Null(Again.Read(Name));
        Assert.True(Documents.TryWrite(Name, "first", null));

        Assert.False(Again.TryWrite(Name, "second", null));
        Assert.Equal("first", Again.Read(Name));
        Assert.True(Again.TryWrite(Name, "second", "first"));
        Assert.False(Documents.TryWrite(Name, "third", "first"));

        Assert.Equal("second", Documents.Read(Name));
    }

    [Fact]
    public async Task Of_many_who_make_the_first_at_the_same_moment_one_does()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            (i % 2 == 0 ? Documents : Again).TryWrite(Name, $"by {i}", null))));

        var first = Array.IndexOf(made, true);
        Assert.Single(made, one => one);
        Wait();
        Assert.Equal($"by {first}", Documents.Read(Name));
        Assert.Equal($"by {first}", Again.Read(Name));
    }

    [Fact]
    public void A_place_names_the_text() => Assert.Contains(Name, Documents.PlaceOf(Name));
}
