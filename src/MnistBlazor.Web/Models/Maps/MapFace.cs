using System.Globalization;
using MnistBlazor.Lessons.Maps;
using MnistBlazor.Lessons.Maps.Classification;
using MnistBlazor.Lessons.Maps.Joining;

namespace MnistBlazor.Web.Models.Maps;

/// <summary>How the regions of a map are called and found on a page, in the reader's language.</summary>
public sealed record MapFace(MapData Data, MapSource Source)
{
    public int Count => Data.Borders.Count;

    /// <summary>Of the path that all maps of the page draw.</summary>
    public string ShapeId(int region) => $"shape-{Source.Borders}-{region}";

    public string Key(int region) => Data.Keys[region];

    public string Name(int region)
    {
        if (!Data.IsProvinces || ProvinceNames.Find(Key(region)) is not { } province) return Data.Borders.Drawing.Regions[region].Name;
        return CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko"
            ? province.Names[0]
            : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(province.Id.Replace('-', ' '));
    }

    /// <summary>
    /// As the borders write it, for a table to be mended by; before it the name in the reader's language where that is another.
    /// </summary>
    public string Called(int region)
    {
        var (name, key) = (Name(region), Data.Borders.Properties[Data.Join.Property][region]);
        var isName = key is not null && Data.Borders.Drawing.Regions[region].Name == key;
        if (key is null || key == name) return name;
        return isName && CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ko" ? key : $"{name} ({key})";
    }

    /// <summary>As many places as tell values apart; a dash: none.</summary>
    public static string Figure(double? value) => value switch
    {
        null => "–",
        { } number when Math.Abs(number) >= 1000 || number == Math.Round(number) => number.ToString("N0"),
        { } number when Math.Abs(number) >= 100 => number.ToString("N1"),
        { } number when Math.Abs(number) >= 1 => number.ToString("N2"),
        { } number => number.ToString("G3"),
    };

    /// <summary>For attributes of SVG.</summary>
    public static string At(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>Colours as SVG attributes have them, for both themes.</summary>
public static class MapColors
{
    /// <summary>
    /// Of parts and groups, which have no order. Okabe and Ito 2008, for all kinds of colour vision; without their black and yellow, which
    /// one of the two themes would swallow.
    /// </summary>
    private static readonly string[] Groups = ["#e69f00", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c6bb1", "#8a8a8a"];

    public static string Group(int number) => Groups[number % Groups.Length];

    /// <summary>From the least class on.</summary>
    public static IReadOnlyList<string> Of(string ramp, int classes)
    {
        if (classes == 0 || ColorRamp.Find(ramp) is not { } found) return [];
        var (light, dark) = (found.Of(classes, dark: false), found.Of(classes, dark: true));
        return [.. light.Fills.Zip(dark.Fills, (one, other) => one == other ? one : $"light-dark({one}, {other})")];
    }
}
