using System.IO.Hashing;
using System.Text;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import.Archives;

namespace MnistBlazor.ML.Tests.Data.Import;

public sealed class EntryNamesTests
{
    static EntryNamesTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Theory]
    [InlineData(949, "고양이/1.png", "강아지/1.png")]
    [InlineData(949, "가/1.png", "나/1.png")]
    [InlineData(949, "똠방각하/1.png", "펲시콜라/1.png")]
    [InlineData(437, "Müller/1.png", "café/1.png")]
    [InlineData(437, "Müll/1.png", "Glas/1.png")]
    [InlineData(65001, "고양이/1.png", "犬/1.png")]
    [InlineData(65001, "naïve/1.png", "Ω/1.png")]
    [InlineData(932, "いぬのしゃしん/さくら.png", "ねことりのえほん/ことり.png")]
    [InlineData(1251, "собака/фотография.png", "кошка/картинка.png")]
    public void Names_without_a_flag_are_what_all_of_them_can_be(int codePage, params string[] names)
    {
        var encoding = Encoding.GetEncoding(codePage);

        var (read, _) = EntryNames.Decode([.. names.Select(name => Entry(encoding.GetBytes(name)))], "set.zip");

        Assert.Equal(names, read);
    }

    [Fact]
    public void A_flag_is_believed_beside_names_without_one()
    {
        var (read, encoding) = EntryNames.Decode(
            [Entry(Encoding.GetEncoding(949).GetBytes("나라/1.png")), new("犬/1.png"u8.ToArray(), 0x800, 8, 0, null)], "set.zip");

        Assert.Equal(["나라/1.png", "犬/1.png"], read);
        Assert.Equal("CP949", encoding);
    }

    [Fact]
    public void What_is_no_text_is_refused_by_name()
    {
        ZipDirectoryEntry[] entries = [Entry([0xC4, 0xC5, .. "/1.png"u8]), Entry([0xFF, .. "/2.png"u8])];

        var error = Assert.Throws<DatasetException>(() => EntryNames.Decode(entries, "set.zip"));

        Assert.Equal(("entry-names", "set.zip"), (error.Code, error.File));
        Assert.Equal("__/1.png", error.Arguments[1]);
    }

    [Fact]
    public void A_file_may_be_called_anything_in_a_folder_that_can_be_read()
    {
        var (read, _) = EntryNames.Decode([Entry([.. "cat/"u8, 0xC4, 0xFF, .. ".png"u8])], "set.zip");

        Assert.Equal(["cat/__.png"], read);
    }

    [Theory]
    [InlineData(true, "고양이/1.png")]
    [InlineData(false, "Cäfe/1.png")]
    public void The_Unicode_path_counts_as_long_as_its_checksum_fits_the_name(bool fits, string expected)
    {
        using var brought = new BroughtFiles();
        byte[] raw = [(byte)'C', 0x84, .. "fe/1.png"u8], unicode = Encoding.UTF8.GetBytes("고양이/1.png");
        byte[] extra =
        [
            0x75, 0x70, .. BitConverter.GetBytes((ushort)(unicode.Length + 5)), 1,
            .. BitConverter.GetBytes(Crc32.HashToUInt32(raw) ^ (fits ? 0u : 1u)), .. unicode,
        ];

        var entries = ZipDirectory.Read(new MemoryStream(ZipBytes.Of((raw, extra, BroughtFiles.Png))), "set.zip", 10);

        Assert.Equal([expected], EntryNames.Decode(entries, "set.zip").Names);
    }

    private static ZipDirectoryEntry Entry(byte[] name) => new(name, 0, 8, 0, null);
}
