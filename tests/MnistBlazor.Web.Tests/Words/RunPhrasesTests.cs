using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.ML.Models;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Web.Models.Notebook;
using MnistBlazor.Web.Words;

namespace MnistBlazor.Web.Tests.Words;

public sealed class RunPhrasesTests
{
    private static readonly Run Run = new()
    {
        Id = RunId.New(),
        Owner = new LearnerId("someone"),
        Lesson = "mlp",
        Options = new TrainingOptions
        {
            Model = new MultilayerPerceptronSpec([new HiddenLayer(256), new HiddenLayer(64, Activation.Tanh)]),
            Optimizer = new OptimizerSpec(OptimizerKind.Adam, 0.001),
            Seed = 123456,
        },
        Status = RunStatus.Queued,
        CreatedAt = DateTimeOffset.UnixEpoch,
        WatchKey = "key",
        StepsPerEpoch = 60,
    };

    [Theory]
    [InlineData("en", 1, 40, "Next in line, about 40 s")]
    [InlineData("en", 1, null, "Next in line")]
    [InlineData("en", 1, 0, "Next in line")]
    [InlineData("en", 2, 3, "2nd in line, about 3 s")]
    [InlineData("en", 3, 200, "3rd in line, about 3 min 20 s")]
    [InlineData("en", 11, null, "11th in line")]
    [InlineData("en", 21, null, "21st in line")]
    [InlineData("ko", 2, 40, "2번째 차례, 약 40초")]
    public void Who_waits_is_told_the_place_and_about_how_long(string language, int place, int? seconds, string expected)
    {
        var run = Run with { QueuePosition = place, EstimatedWait = seconds is { } known ? TimeSpan.FromSeconds(known) : null };

        Assert.Equal(expected, Words(language).Progress(run));
    }

    [Fact]
    public void Who_trains_is_told_how_far_and_about_how_long_and_who_has_ended_nothing()
    {
        var running = Run with { Status = RunStatus.Running, Epoch = 3, Step = 150, EstimatedWait = TimeSpan.FromSeconds(12.4) };

        Assert.Equal("Epoch 3 of 15, about 12 s left", Words("en").Progress(running));
        Assert.Equal("Epoch 3 of 15", Words("en").Progress(running with { EstimatedWait = null }));
        Assert.Equal("Paused in epoch 3 of 15, after batch 30 of 60", Words("en").Progress(running with { Status = RunStatus.Paused }));
        Assert.Equal("Getting ready", Words("en").Progress(running with { Epoch = 0, Step = 0 }));
        Assert.Null(Words("en").Progress(running with { Status = RunStatus.Completed }));
    }

    [Theory]
    [InlineData("en", "Next in line. No worker is there at present", "Epoch 3 of 15. No worker is there at present")]
    [InlineData("ko", "다음 차례. 지금은 학습을 맡을 서버가 없습니다", "에폭 3/15. 지금은 학습을 맡을 서버가 없습니다")]
    public void Who_waits_for_more_than_a_turn_is_told_for_what(string language, string waiting, string begun)
    {
        var run = Run with { QueuePosition = 1, Obstacle = RunMessages.NoWorker };

        Assert.Equal(waiting, Words(language).Progress(run));
        Assert.Equal(begun, Words(language).Progress(run with { Status = RunStatus.Running, Epoch = 3 }));
        Assert.Null(Words(language).Progress(run with { Status = RunStatus.Stopped }));
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 60, 60)]
    [InlineData(2, 61, 1)]
    public void Batches_are_counted_within_their_epoch(int epoch, int step, int batch) =>
        Assert.Equal(batch, RunPhrases.BatchOfEpoch(Run with { Epoch = epoch, Step = step }));

    [Fact]
    public void Options_are_described_by_their_names_and_the_network_as_on_a_whiteboard()
    {
        var described = Words("en").Describe(Run).ToDictionary();

        Assert.Equal("784 → 256 ReLU → 64 Tanh → classes", described["Model"]);
        Assert.Equal("Adam", described["Optimizer"]);
        Assert.Equal("0.001", described["Learning rate"]);
        Assert.Equal("123456", described["Seed"]); // a name rather than a quantity
        Assert.DoesNotContain("Momentum", described.Keys); // which Adam has none of
    }

    [Theory]
    [InlineData(RunStatus.Queued, CellFace.Queued)]
    [InlineData(RunStatus.Running, CellFace.Running)]
    public void A_training_cell_whose_run_is_in_line_only_waits(RunStatus status, CellFace expected) =>
        Assert.Equal(
            expected,
            CellFaces.Of(CellState.NeverRun(TrainingCell.Name) with { Status = CellStatus.Running }, Run with { Status = status }));

    private static Wording Words(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return new Wording();
    }
}
