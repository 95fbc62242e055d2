using System.Buffers.Binary;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;

namespace MnistBlazor.ML.Tests.Data.Import;

/// <summary>IDX files and NumPy's arrays: by their content, whatever they are called.</summary>
public sealed class ArrayFilesTests : IDisposable
{
    private readonly BroughtFiles _brought = new();

    public void Dispose() => _brought.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte", "train-labels.idx1-ubyte", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte")]
    [InlineData("train-images-idx3-ubyte (1)", "train-labels-idx1-ubyte (2)", "t10k-images-idx3-ubyte (1)", "t10k-labels-idx1-ubyte")]
    [InlineData("x/train/imgs", "x/train/labels", "x/test/imgs", "x/test/labels")]
    [InlineData("a_train.bin", "b_train.bin", "a_test.bin", "b_test.bin")]
    public void Names_say_what_is_for_training_and_what_for_the_test(
        string trainImages, string trainLabels, string testImages, string testLabels)
    {
        foreach (var isPacked in new[] { false, true })
        {
            var found = _brought.Find(_brought.Zip("set.zip",
                (trainImages, Content(IdxBytes.Images(4))), (trainLabels, Content(IdxBytes.Labels(0, 2, 1, 2))),
                (testImages, Content(IdxBytes.Images(2))), (testLabels, Content(IdxBytes.Labels(1, 2)))));

            Assert.Equal("idx", found.Kind);
            Assert.Equal(["R0", "R1", "R2", "R2", "T1", "T2"], Roles(found).Order());
            Assert.Equal([0, 2, 1, 2], found.Images.Where(image => image.Role == ImageRole.Train).Select(image => image.Label));
            Assert.Equal(28, found.Images[5].Read().Width);

            byte[] Content(byte[] content) => isPacked ? IdxBytes.Packed(content) : content;
        }
    }

    [Fact]
    public void One_pair_under_any_names_is_for_nothing_yet()
    {
        var found = _brought.Find(
            _brought.Saved("pictures", IdxBytes.Images(3)), _brought.Saved("what they are", IdxBytes.Labels(7, 3, 7)));

        Assert.Equal(["3", "7"], found.ClassNames);
        Assert.Equal(["U1", "U0", "U1"], Roles(found));
        Assert.Equal("pictures #1", found.Images[0].Name);
    }

    [Fact]
    public void A_list_names_the_classes_from_0_or_from_where_the_labels_begin()
    {
        var names = "T-shirt\r\nAnkle boot\r\n"u8.ToArray();

        Assert.Equal(["T-shirt", "Ankle boot"], Names(0, 1));
        Assert.Equal(["T-shirt", "Ankle boot"], Names(1, 2));
        Assert.Equal("label-unnamed", _brought.Refused(Zip(0, 2)).Code);

        IEnumerable<string> Names(params byte[] labels) => _brought.Find(Zip(labels)).ClassNames;
        (string, string) Zip(params byte[] labels) => _brought.Zip("set.zip",
            ("images", IdxBytes.Images(labels.Length)), ("labels", IdxBytes.Labels(labels)), ("set/classes.txt", names));
    }

    [Fact]
    public void Of_EMNISTs_data_sets_one_is_chosen_and_only_it_is_read()
    {
        var zip = _brought.Zip("gzip.zip",
        [
            .. new[] { "byclass", "letters", "balanced", "mnist", "digits", "bymerge" }.SelectMany(part => new[]
            {
                ($"gzip/emnist-{part}-train-images-idx3-ubyte.gz", IdxBytes.Packed(IdxBytes.Images(3))),
                ($"gzip/emnist-{part}-train-labels-idx1-ubyte.gz", IdxBytes.Packed(IdxBytes.Labels(1, 2, 3))),
                // The others are longer than the bound.
                ($"gzip/emnist-{part}-test-images-idx3-ubyte.gz", IdxBytes.Packed(IdxBytes.Images(part == "letters" ? 2 : 2000))),
                ($"gzip/emnist-{part}-test-labels-idx1-ubyte.gz", IdxBytes.Packed(IdxBytes.Labels(new byte[part == "letters" ? 2 : 2000]))),
                ($"gzip/emnist-{part}-mapping.txt", "0 48\n1 65 97\n2 66 98\n3 67 99\n"u8.ToArray()),
            }),
        ]);

        var found = _brought.Find(new DatasetBounds { FileBytes = 10_000 }, "letters", zip);

        Assert.Equal(["mnist", "digits", "letters", "balanced", "bymerge", "byclass"], found.Parts);
        Assert.Equal("letters", found.Part);
        Assert.Equal(["0", "A", "B", "C"], found.ClassNames);
        Assert.True(found.Transposed);
        Assert.Equal(5, found.Images.Count);
        Assert.Equal("mnist", _brought.Find(zip).Part);
        Assert.Equal("part-unknown", Assert.Throws<DatasetException>(() => _brought.Find(new(), "kana", zip)).Code);
    }

    [Fact]
    public void What_has_no_partner_is_left_out_and_named()
    {
        var found = _brought.Find(_brought.Zip("set.zip",
            ("train-images", IdxBytes.Images(3)), ("train-labels", IdxBytes.Labels(0, 1, 0)), ("t10k-images", IdxBytes.Images(2)),
            ("copy/train-images", IdxBytes.Images(3)), ("train-labels.gz", IdxBytes.Packed(IdxBytes.Labels(0, 1, 0))),
            ("7.png", BroughtFiles.Png)));

        Assert.Equal(3, found.Images.Count);
        Assert.Equal(
            [
                ("file-beside", "7.png"), ("labels-missing", "copy/train-images"), ("labels-missing", "t10k-images"),
                ("idx-twice", "train-labels.gz"),
            ],
            found.Skipped.Select(reason => (reason.Code, reason.File)));
    }

    [Fact]
    public void Errors_name_the_file()
    {
        Assert.Equal(("labels-missing", "train-images"), _brought.Refused(_brought.Saved("train-images", IdxBytes.Images(2))));
        Assert.Equal(("images-missing", "train-labels"), _brought.Refused(_brought.Saved("train-labels", IdxBytes.Labels(0, 1))));
        Assert.Equal(("idx-counts", "train-labels"), Pair(IdxBytes.Images(2), IdxBytes.Labels(0, 1, 1)));
        Assert.Equal(("class-count", "train-labels"), Pair(IdxBytes.Images(2), IdxBytes.Labels(1, 1)));
        Assert.Equal(("idx-truncated", "train-images"), Pair(IdxBytes.Images(2)[..^1], IdxBytes.Labels(0, 1)));
        Assert.Equal(("idx-oversized", "train-images"), Pair([.. IdxBytes.Images(2), 0], IdxBytes.Labels(0, 1)));
        Assert.Equal(("gzip-damaged", "train-images"), Pair(IdxBytes.Packed(IdxBytes.Images(2))[..^9], IdxBytes.Labels(0, 1)));
        Assert.Equal(("array-empty", "train-images"), Pair(IdxBytes.Images(0), IdxBytes.Labels()));
        byte[] many = [.. Enumerable.Range(0, 101).Select(i => (byte)i)];
        Assert.Equal(("class-count", "train-labels"), Pair(IdxBytes.Images(101), IdxBytes.Labels(many)));

        (string, string) Pair(byte[] images, byte[] labels) =>
            _brought.Refused(_brought.Zip("set.zip", ("train-images", images), ("train-labels", labels)));
    }

    [Theory]
    [InlineData("|u1", "(2, 3, 3)", new[] { 0, 255, 100, 7, 8, 9, 10, 11, 12 }, new[] { 0, 255, 100, 7, 8, 9, 10, 11, 12 })]
    [InlineData("<f4", "(2, 3, 3, 1)", new[] { 0, 1, 1, 0, 0, 0, 1, 0, 0 }, new[] { 0, 255, 255, 0, 0, 0, 255, 0, 0 })]
    [InlineData(">i4", "(2, 1, 3, 3)", new[] { 0, 255, 100, 7, 8, 9, 10, 11, 12 }, new[] { 0, 255, 100, 7, 8, 9, 10, 11, 12 })]
    [InlineData("<i2", "(2, 3, 3)", new[] { -1, 1, 0, 0, 0, 0, 1, 0, 0 }, new[] { 0, 255, 128, 128, 128, 128, 255, 128, 128 })]
    [InlineData("<f8", "(2, 3, 3)", new[] { 0, 16, 8, 4, 0, 0, 0, 0, 0 }, new[] { 0, 255, 128, 64, 0, 0, 0, 0, 0 })]
    public void NumPys_arrays_of_any_type_become_bytes(string type, string shape, int[] pixels, int[] expected)
    {
        var found = _brought.Find(_brought.Zip("mnist.npz",
            ("x_train.npy", NpyBytes.Of(type, shape, [.. Elements(type, pixels), .. Elements(type, pixels)])),
            ("y_train.npy", NpyBytes.Of("<i8", "(2,)", Elements("<i8", [4, 2]))),
            ("x_test.npy", NpyBytes.Of(type, shape, [.. Elements(type, pixels), .. Elements(type, pixels)])),
            ("y_test.npy", NpyBytes.Of("<f4", "(2, 1)", Elements("<f4", [2, 4])))));

        Assert.Equal("npz", found.Kind);
        Assert.Equal(["2", "4"], found.ClassNames);
        Assert.Equal(["T0", "T1", "R1", "R0"], Roles(found));
        Assert.Equal(expected, found.Images[1].Read().Grey.Select(value => (int)value));
    }

    [Fact]
    public void KMNISTs_four_files_come_one_by_one_or_in_an_archive()
    {
        var files = new[] { ("kmnist-train-imgs.npz", Arr("(3, 28, 28)", 3 * 784)), ("kmnist-train-labels.npz", Arr("(3,)", 0, 1, 2)),
            ("kmnist-test-imgs.npz", Arr("(2, 784)", 2 * 784)), ("kmnist-test-labels.npz", Arr("(2,)", 2, 1)) };
        var loose = _brought.Find([.. files.Select(file => _brought.Saved(file.Item1, file.Item2))]);
        var packed = _brought.Find(_brought.Zip("kmnist.zip", files));

        foreach (var found in new[] { loose, packed })
            Assert.Equal(["R0", "R1", "R2", "T1", "T2"], Roles(found).Order());

        static byte[] Arr(string shape, params int[] elements)
        {
            var bytes = elements is [> 100 and var count] ? new byte[count] : [.. elements.Select(value => (byte)value)];
            return BroughtFiles.ZipOf(("arr_0.npy", NpyBytes.Of("|u1", shape, bytes)));
        }
    }

    [Fact]
    public void What_is_wrong_with_an_array_is_said()
    {
        Assert.Equal("npy-fortran", Code(NpyBytes.Of("|u1", "(2, 28, 28)", new byte[1568], fortran: true)));
        Assert.Equal("npy-type", Code(NpyBytes.Of("|O8", "(2, 28, 28)", new byte[1568])));
        Assert.Equal("npy-header", Code(NpyBytes.Of("|u1", "(2, -28, 28)", new byte[1568])));
        Assert.Equal("array-shape", Code(NpyBytes.Of("|u1", "(2, 28, 28, 3)", new byte[4704])));
        Assert.Equal("value-range", Code(NpyBytes.Of("<i2", "(2, 28, 28)", [.. Enumerable.Repeat((byte)9, 3136)])));
        Assert.Equal("value-range", Code(NpyBytes.Of("<f4", "(2, 28, 28)", [.. Enumerable.Repeat((byte)255, 6272)])));
        Assert.Equal("idx-truncated", Code(NpyBytes.Of("|u1", "(2, 28, 28)", new byte[1000])));

        string Code(byte[] images) =>
            _brought.Refused(_brought.Zip("x.npz", ("x.npy", images), ("y.npy", NpyBytes.Of("|u1", "(2,)", [0, 1])))).Code;
    }

    private static IEnumerable<string> Roles(FoundDataset found) => found.Images.Select(image => $"{"URT"[(int)image.Role]}{image.Label}");

    private static byte[] Elements(string type, int[] values) =>
        [.. values.SelectMany(value => type switch
        {
            "|u1" => [(byte)value],
            "<f4" => BitConverter.GetBytes((float)value),
            "<f8" => BitConverter.GetBytes((double)value),
            "<i2" => BitConverter.GetBytes((short)value),
            "<i8" => BitConverter.GetBytes((long)value),
            _ => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(value)),
        })];
}
