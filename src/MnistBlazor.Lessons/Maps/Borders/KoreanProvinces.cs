using System.Xml.Linq;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Maps.Joining;

namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>The borders of Korea's 17 provinces before 2023, from npm's @svg-maps/south-korea: a drawing without coordinates.</summary>
public static class KoreanProvinces
{
    public const string Credit = "Map: @svg-maps/south-korea 2.0.0 by Victor Cazanave, CC BY 4.0";

    private static readonly Lazy<RegionBorders> Read = new(Load);

    /// <summary>In the order of Statistics Korea's codes, Seoul first.</summary>
    public static RegionBorders Borders => Read.Value;

    private static RegionBorders Load()
    {
        var svg = XDocument.Parse(EmbeddedText.Read(typeof(KoreanProvinces).Assembly, "maps/borders/south-korea.svg")!).Root!;
        var paths = svg.Elements().ToDictionary(path => (string)path.Attribute("id")!, path => (string)path.Attribute("d")!);
        var provinces = ProvinceNames.All;
        var regions = provinces.Select(province => new RawRegion(SvgPathData.Read(paths[province.Id]), new Dictionary<string, string>()));
        var drawing = BorderDrawing.AsDrawn([.. regions], [.. provinces.Select(province => province.Name)], Credit);
        return new(drawing, new Dictionary<string, IReadOnlyList<string?>>
        {
            ["name"] = [.. provinces.Select(province => province.Name)],
            ["id"] = [.. provinces.Select(province => province.Id)],
            ["kostat"] = [.. provinces.Select(province => province.Kostat)],
            ["code"] = [.. provinces.Select(province => province.Code)],
        });
    }
}
