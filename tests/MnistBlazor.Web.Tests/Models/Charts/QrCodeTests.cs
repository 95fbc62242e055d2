using MnistBlazor.Web.Models.Charts;

namespace MnistBlazor.Web.Tests.Models.Charts;

public sealed class QrCodeTests
{
    [Fact]
    public void A_code_has_a_white_border_and_the_three_marks_by_which_readers_find_it()
    {
        var code = QrCode.Of("http://192.168.0.7:5080/watch/7d3dc81ee6156f5246fd3e6c0cb13aae?key=8292f560996a9367050733e3e646abd2");

        Assert.Equal(0, (code.Size - 8 - 17) % 4); // a version's side is 17 and four for each version; the border has four on each side
        var far = code.Size - 11;
        Assert.Contains("M4 4h7v1h-7z", code.Path);
        Assert.Contains($"M{far} 4h7v1h-7z", code.Path);
        Assert.Contains($"M4 {far}h7v1h-7z", code.Path);
        Assert.DoesNotContain(" 3h", code.Path);
    }
}
