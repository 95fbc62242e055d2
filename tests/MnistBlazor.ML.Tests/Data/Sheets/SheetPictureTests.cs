using System.Globalization;
using System.Xml.Linq;
using MnistBlazor.ML.Data.Sheets;

namespace MnistBlazor.ML.Tests.Data.Sheets;

public class SheetPictureTests
{
    [Fact]
    public void A_page_has_a_row_of_boxes_for_each_class_and_the_marks_where_they_are_looked_for()
    {
        var page = XDocument.Parse(SheetPicture.Svg(["cat & <dog>", "가\u0001"], "Sheet")).Root!;

        Assert.Equal("0 0 210 297", page.Attribute("viewBox")!.Value);
        Assert.Equal(["Sheet", "cat & <dog>", "가"], page.Elements().Where(Is("text")).Select(text => text.Value));
        var rectangles = page.Elements().Where(Is("rect")).ToList();
        var boxes = rectangles.Where(one => one.Attribute("stroke") is not null).Select(Place).ToList();
        Assert.Equal(24, boxes.Count);
        Assert.Equal(SheetLayout.Box(1, 11), boxes[^1]);
        var black = rectangles.Where(one => one.Attribute("fill")!.Value == "#000").Select(Place).ToList();
        Assert.Equal(SheetLayout.Marks.Select(mark => (mark.X - 4, mark.Y - 4)).Append((SheetLayout.Bar.Left, SheetLayout.Bar.Top)), black);
    }

    [Fact]
    public void All_boxes_lie_between_the_marks()
    {
        var (left, top) = SheetLayout.Box(SheetLayout.MaxRows - 1, SheetLayout.Columns - 1);

        Assert.InRange(left + SheetLayout.BoxSide, 0, SheetLayout.Width - 10);
        Assert.InRange(top + SheetLayout.BoxSide, 0, SheetLayout.Marks[2].Y - SheetLayout.MarkSide);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void A_page_without_classes_or_with_too_many_is_an_error(int count) =>
        Assert.Throws<ArgumentException>(() => SheetPicture.Svg([.. Enumerable.Repeat("a", count)], ""));

    private static Func<XElement, bool> Is(string name) => element => element.Name.LocalName == name;

    private static (double, double) Place(XElement element) => (Number(element, "x"), Number(element, "y"));

    private static double Number(XElement element, string name) =>
        double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
}
