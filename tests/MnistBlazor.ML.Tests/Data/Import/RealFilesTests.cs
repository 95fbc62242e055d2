using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>
/// Files as people have them, cut down to a few images; labels and sums of pixels are what Python reads from the whole ones.
/// </summary>
public sealed class RealFilesTests : IDisposable
{
    private static readonly int[] TrainDigits =
        [5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3, 5, 3, 6, 1, 7, 2, 8, 6, 9, 4, 0, 9, 1, 1, 2, 4, 3, 2, 7];

    private static readonly int[] TestDigits = [7, 2, 1, 0, 4, 1, 4, 9, 5, 9];

    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Theory]
    [InlineData("qmnist-int.zip", "idx", 28, 27525, 31350)]
    [InlineData("usps-16x16.zip", "idx", 16, 9024, 10264)]
    [InlineData("kaggle-digit-recognizer.zip", "csv", 28, 27525, 31350)]
    public void Digits_come_with_their_labels_and_pixels(string file, string kind, int side, int firstSum, int lastSum)
    {
        var found = _brought.Find(_brought.Committed(file));

        Assert.Equal(kind, found.Kind);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], found.ClassNames);
        Assert.Equal(TrainDigits, Images(found, ImageRole.Train).Select(image => image.Label));
        Assert.Equal(TestDigits, Images(found, ImageRole.Test).Select(image => image.Label));
        Assert.False(found.Transposed);
        var (first, last) = (Images(found, ImageRole.Train)[0].Read(), Images(found, ImageRole.Test)[^1].Read());
        Assert.Equal((side, side, firstSum), (first.Width, first.Height, first.Grey.Sum(value => value)));
        Assert.Equal(lastSum, last.Grey.Sum(value => value));
    }

    [Fact]
    public void Kaggles_sample_of_an_answer_is_left_out_and_named()
    {
        var found = _brought.Find(_brought.Committed("kaggle-digit-recognizer.zip"));

        Assert.Equal([("csv-no-pixels", "sample_submission.csv")], found.Skipped.Select(reason => (reason.Code, reason.File)));
    }

    [Fact]
    public void EMNISTs_letters_are_called_as_its_mapping_says_and_lie_on_their_side()
    {
        var found = _brought.Find(_brought.Committed("emnist-letters-from-1.zip"));

        Assert.Equal(["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"], found.ClassNames);
        Assert.Equal(TrainDigits, Images(found, ImageRole.Train).Select(image => image.Label));
        Assert.True(found.Transposed);
        Assert.Empty(found.Skipped);
    }

    [Fact]
    public void Korean_Windows_names_in_CP949_are_the_five_classes()
    {
        var found = _brought.Find(_brought.Committed("png-korean-cp949-short.zip"));

        Assert.Equal(["가", "나", "다", "라", "마"], found.ClassNames);
        Assert.Equal([24, 24, 24, 24, 24], found.Images.CountBy(image => image.Label).Select(group => group.Value));
        Assert.Equal(("names-encoding", "CP949"), (found.Findings[0].Code, found.Findings[0].Arguments[0]));
    }

    [Fact]
    public void A_locked_archive_says_so() =>
        Assert.Equal(("archive-locked", "png-encrypted.zip"), _brought.Refused(_brought.Committed("png-encrypted.zip")));

    private static FoundImage[] Images(FoundDataset found, ImageRole role) => [.. found.Images.Where(image => image.Role == role)];
}
