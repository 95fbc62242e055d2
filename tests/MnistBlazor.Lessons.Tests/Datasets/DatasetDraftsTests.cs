using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Operation;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Datasets;

/// <summary>A data set is looked at before it counts: until then nothing of it is stored, and nothing stays behind.</summary>
public sealed class DatasetDraftsTests : IDisposable
{
    private static readonly LearnerId Ada = new("ada"), Bert = new("bert");

    private readonly TempFolder _folder = new();
    private readonly JumpingClock _time = new();
    private readonly LearnerAddresses _addresses = new();
    private readonly LessonsOptions _options;
    private readonly UploadedDatasets _own;
    private readonly DatasetDrafts _drafts;

    public DatasetDraftsTests()
    {
        _options = new LessonsOptions { DataDirectory = _folder.Path };
        _own = new(_options, new(new() { DataDirectory = _folder.Path }), TestServer.Blobs(_folder), _time);
        _drafts = new(_options, _own, _addresses, _time);
    }

    public void Dispose()
    {
        _drafts.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_counts_from_the_moment_on_that_it_is_accepted()
    {
        var draft = await _drafts.ReadAsync(Ada, Uploads.TwoClasses(train: 10, test: 4));

        Assert.Equal(("letters.zip", 10, 4), (draft.Name, draft.Preview.Report.TrainCount, draft.Preview.Report.TestCount));
        Assert.Equal(["alpha", "beta"], draft.Preview.Report.Classes.Select(one => one.Name));
        Assert.Empty(_own.List(Ada));
        Assert.Equal(draft, _drafts.Find(Ada));
        Assert.Null(_drafts.Find(Bert));

        var added = await _drafts.AcceptAsync(Ada);

        Assert.Equal(added.Id, Assert.Single(_own.List(Ada)).Id);
        Assert.Null(_drafts.Find(Ada));
        Assert.Equal("upload-no-draft", (await Refused(() => _drafts.AcceptAsync(Ada))).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_clock_that_is_set_makes_none_older_or_younger(int hours)
    {
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());

        _time.Jump = TimeSpan.FromHours(hours);
        Assert.NotNull(_drafts.Find(Ada));
        _time.Advance(_options.DatasetDraftIdle + TimeSpan.FromSeconds(1));
        Assert.Null(_drafts.Find(Ada));
    }

    [Fact]
    public async Task A_choice_changes_what_is_shown_and_what_is_taken_in()
    {
        var draft = await _drafts.ReadAsync(Ada, Uploads.TwoClasses());

        var changed = await _drafts.ChangeAsync(Ada, draft.Choices with { Ink = InkChoice.Dark });
        var added = await _drafts.AcceptAsync(Ada);

        Assert.Equal(255 - draft.Preview.Images[0].Pixels[0], changed!.Preview.Images[0].Pixels[0]);
        var loaded = await _own.LoadAsync(Ada, added.Id, null, TestContext.Current.CancellationToken);
        Assert.Equal(255 - draft.Preview.Images[0].Pixels[0], loaded.Train.Pixels(0)[0]);
        Assert.Null(await _drafts.ChangeAsync(Ada, new()));
    }

    [Fact]
    public async Task What_is_given_up_replaced_forgotten_or_open_at_the_end_leaves_nothing_behind()
    {
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());
        _drafts.Discard(Ada);
        Assert.Empty(Files());

        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());
        Assert.Single(Folders());

        _time.Advance(_options.DatasetDraftIdle + TimeSpan.FromSeconds(1));
        Assert.Null(_drafts.Find(Ada));
        Assert.Empty(Files());

        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());
        _drafts.Dispose();
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_second_file_that_is_no_data_set_leaves_the_first_draft_as_it_is()
    {
        var draft = await _drafts.ReadAsync(Ada, Uploads.TwoClasses());

        await Refused(() => _drafts.ReadAsync(Ada, [Uploads.File("set.zip", new byte[100])]));

        Assert.Equal(draft, _drafts.Find(Ada));
        Assert.Single(Folders());
    }

    [Fact]
    public async Task One_that_is_given_up_while_another_file_arrives_is_let_go_of_when_that_is_over()
    {
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());
        var second = Uploads.TwoClasses()[0];

        await _drafts.ReadAsync(Ada, [second with { Open = stop => { _drafts.Discard(Ada); return second.Open(stop); } }]);

        Assert.NotNull(_drafts.Find(Ada));
        Assert.Single(Folders());
    }

    [Fact]
    public async Task So_many_wait_in_all_and_the_newcomer_is_told()
    {
        _options.MaxDatasetDrafts = 1;
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses());

        Assert.Equal("upload-waiting", (await Refused(() => _drafts.ReadAsync(Bert, Uploads.TwoClasses()))).Code);
        await _drafts.ReadAsync(Ada, Uploads.TwoClasses()); // in place of her own
        _time.Advance(_options.DatasetDraftIdle + TimeSpan.FromSeconds(1));
        await _drafts.ReadAsync(Bert, Uploads.TwoClasses());

        Assert.Null(_drafts.Find(Ada));
    }

    [Fact]
    public async Task Sixteen_cookies_of_one_address_leave_places_for_others()
    {
        foreach (var cookie in Cookies(_options.MaxDatasetDraftsPerAddress)) await _drafts.ReadAsync(cookie, Uploads.TwoClasses());
        foreach (var cookie in Cookies(4))
            Assert.Equal("upload-waiting", (await Refused(() => _drafts.ReadAsync(cookie, Uploads.TwoClasses()))).Code);
        _addresses.Saw(Ada, "10.0.0.1");

        Assert.NotNull(await _drafts.ReadAsync(Ada, Uploads.TwoClasses()));
    }

    [Fact]
    public async Task Files_that_are_still_arriving_have_a_place_and_are_counted()
    {
        (_options.MaxDatasetDrafts, _options.MaxArrivingBytes) = (2, 2000);
        var endless = new EndlessUpload();
        var arriving = Cookies(2).Select(cookie => _drafts.ReadAsync(cookie, [endless.Of(900)])).ToList();

        Assert.Equal("upload-waiting", (await Refused(() => _drafts.ReadAsync(Ada, [endless.Of(100)]))).Code);
        _options.MaxDatasetDrafts = 16;
        Assert.Equal("upload-waiting", (await Refused(() => _drafts.ReadAsync(Ada, [endless.Of(300)]))).Code);

        _time.Advance(_options.DatasetDraftIdle + TimeSpan.FromSeconds(1)); // who sends nothing loses the place
        foreach (var upload in arriving) Assert.Equal("upload-no-draft", (await Refused(() => upload)).Code);
        Assert.Empty(Folders());
        _options.MaxArrivingBytes = 1 << 20;
        Assert.NotNull(await _drafts.ReadAsync(Ada, Uploads.TwoClasses()));
    }

    [Fact]
    public async Task More_than_was_said_is_not_taken()
    {
        var files = Uploads.TwoClasses().Select(file => file with { Length = 10 }).ToList();

        Assert.Equal("upload-too-large", (await Refused(() => _drafts.ReadAsync(Ada, files))).Code);
        Assert.Empty(Folders());
    }

    /// <summary>Learners who have thrown away their cookies and come from one address.</summary>
    private List<LearnerId> Cookies(int count) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var learner = new LearnerId(Guid.NewGuid().ToString("n"));
        _addresses.Saw(learner, "10.0.0.66");
        return learner;
    })];

    // One for each draft: what was brought along, and what was unpacked of it.
    private string[] Folders() => Directory.GetDirectories(Path.Combine(_folder.Path, "uploads"));

    private string[] Files() => Directory.GetFiles(Path.Combine(_folder.Path, "uploads"), "*", SearchOption.AllDirectories);

    /// <summary>Files of which no byte ever comes.</summary>
    private sealed class EndlessUpload : MemoryStream
    {
        public UploadedFile Of(long length) => new("endless.zip", length, _ => this);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation = default)
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return 0;
        }
    }

    private static Task<DatasetException> Refused(Func<Task> action) => Assert.ThrowsAsync<DatasetException>(action);
}
