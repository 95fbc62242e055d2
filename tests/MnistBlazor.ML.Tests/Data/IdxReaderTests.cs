using MnistBlazor.ML.Data;

namespace MnistBlazor.ML.Tests.Data;

/// <summary>The reader takes what the format allows and says of anything else in which file, where, and what it expected.</summary>
public class IdxReaderTests
{
    [Fact]
    public void Images_come_out_without_their_header()
    {
        var content = IdxBytes.Images(2);
        content[16 + 784] = 77; // the first pixel of the second image

        var pixels = IdxReader.ReadImages(content, "train-images");

        Assert.Equal(2 * 784, pixels.Length);
        Assert.Equal(77, pixels.Span[784]);
    }

    [Fact]
    public void Labels_come_out_without_their_header() =>
        Assert.Equal(new byte[] { 5, 0, 9 }, IdxReader.ReadLabels(IdxBytes.Labels(5, 0, 9), "train-labels", classes: 10).ToArray());

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_file_that_ends_within_its_header_is_refused(int length)
    {
        var error = Refused(IdxBytes.Images(1)[..length]);

        Assert.Equal("idx-truncated", error.Code);
        Assert.Equal(["images.idx", $"{length}", "16"], error.Arguments);
    }

    [Fact]
    public void A_file_that_ends_within_its_pixels_is_refused_and_the_lengths_are_named()
    {
        var error = Refused(IdxBytes.Images(2)[..^1]);

        Assert.Equal("idx-truncated", error.Code);
        Assert.Equal(["images.idx", "1583", "1584"], error.Arguments);
        Assert.Contains("images.idx ends at offset 1583, but 1584 bytes were expected", error.Message);
    }

    [Fact]
    public void A_file_that_goes_on_after_its_pixels_is_refused()
    {
        var error = Refused([.. IdxBytes.Images(1), 0]);

        Assert.Equal("idx-oversized", error.Code);
        Assert.Equal(["images.idx", "800", "801"], error.Arguments);
    }

    [Theory]
    [InlineData(IdxBytes.LabelsMagic)] // labels where images belong
    [InlineData(0x00000D03u)]          // elements of type float
    [InlineData(0x00000804u)]          // four dimensions
    [InlineData(0x1F8B0800u)]          // a gzip file under a raw file's name
    [InlineData(0x03080000u)]          // little-endian
    public void Another_type_or_number_of_dimensions_is_refused_at_offset_0(uint magic)
    {
        var error = Refused(IdxBytes.File(magic, [1, 28, 28], 784));

        Assert.Equal("idx-header", error.Code);
        Assert.Equal(["images.idx", "0", "0x00000803", $"0x{magic:x8}"], error.Arguments);
    }

    [Theory]
    [InlineData(32, 28, "8")]
    [InlineData(28, 27, "12")]
    public void Images_of_another_size_are_refused(uint height, uint width, string offset)
    {
        var error = Refused(IdxBytes.File(IdxBytes.ImagesMagic, [1, height, width], (int)(height * width)));

        Assert.Equal("idx-header", error.Code);
        Assert.Equal(offset, error.Arguments[1]);
    }

    [Fact]
    public void A_header_that_promises_more_than_memory_holds_costs_nothing()
    {
        var hostile = IdxBytes.File(IdxBytes.ImagesMagic, [uint.MaxValue, 28, 28], 784);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Refused(hostile);

        Assert.Equal("idx-truncated", error.Code);
        Assert.Equal("3367254359296", error.Arguments[2]); // 16 + (2^32 - 1) * 784
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void An_empty_data_set_is_refused() =>
        Assert.Equal("idx-empty", Refused(IdxBytes.Images(0)).Code);

    [Fact]
    public void A_label_that_is_no_class_is_refused_with_its_offset()
    {
        var error = Assert.Throws<DatasetException>(() => IdxReader.ReadLabels(IdxBytes.Labels(0, 9, 10, 3), "labels.idx", classes: 10));

        Assert.Equal("idx-label", error.Code);
        Assert.Equal(["labels.idx", "10", "9", "10"], error.Arguments);
    }

    [Fact]
    public void No_damaged_copy_of_a_file_gets_through_or_fails_in_another_way()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var content = IdxBytes.Images(1);
            for (var i = 0; i < 3; i++) content[random.Next(16)] = (byte)random.Next(256);
            if (content.AsSpan(0, 16).SequenceEqual(IdxBytes.Images(1).AsSpan(0, 16))) continue;
            Assert.Equal("images.idx", Refused(content).File);
        }
    }

    private static DatasetException Refused(byte[] content) =>
        Assert.Throws<DatasetException>(() => IdxReader.ReadImages(content, "images.idx"));
}
