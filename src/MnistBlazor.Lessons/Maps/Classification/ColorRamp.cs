using System.Globalization;
using System.Text.Json;
using MnistBlazor.Lessons.Code;

namespace MnistBlazor.Lessons.Maps.Classification;

/// <summary>
/// A ramp of ColorBrewer's: Apache-Style Software License, copyright 2002 Cynthia Brewer, Mark Harrower and The Pennsylvania State
/// University. Taken from npm's colorbrewer 1.7.0. All that are here can be told apart by people with colour-vision deficiency.
/// </summary>
/// <param name="Id">Its name in ColorBrewer: YlGnBu.</param>
/// <param name="IsDiverging">Two hues from a light middle, for values on both sides of 0; else from light to dark.</param>
public sealed record ColorRamp(string Id, bool IsDiverging)
{
    /// <summary>Has to be shown where the other libraries are named, by the licence.</summary>
    public const string Credit =
        "This product includes color specifications and designs developed by Cynthia Brewer (http://colorbrewer.org/).";

    private static readonly Dictionary<string, Dictionary<string, Dictionary<string, string[]>>> Colors =
        JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string[]>>>>(
            EmbeddedText.Read(typeof(ColorRamp).Assembly, "maps/classification/colorbrewer.json")!)!;

    /// <summary>The sequential ones first.</summary>
    public static IReadOnlyList<ColorRamp> All { get; } =
    [
        .. Colors["sequential"].Keys.Select(id => new ColorRamp(id, IsDiverging: false)),
        .. Colors["diverging"].Keys.Select(id => new ColorRamp(id, IsDiverging: true)),
    ];

    /// <summary>Null: there is none of that name.</summary>
    public static ColorRamp? Find(string id) => All.FirstOrDefault(ramp => ramp.Id == id);

    /// <summary>
    /// The colours of classes, from the least on. What is little has to be near the ground: on a dark one a sequential ramp is turned
    /// round. A diverging ramp has its light middle in both: it is drawn on a sheet of its own, light in dark mode too.
    /// </summary>
    /// <param name="classes">1 to 9; of one or two the first of three are taken, from both ends where the ramp is diverging.</param>
    public RampColors Of(int classes, bool dark)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var number = Math.Max(classes, ValueClasses.Fewest).ToString(CultureInfo.InvariantCulture);
        var all = Colors[IsDiverging ? "diverging" : "sequential"][Id][number];
        var colors = classes switch
        {
            1 => new[] { all[1] },
            2 => [all[0], all[2]],
            _ => all,
        };
        var isTurned = dark && !IsDiverging;
        if (isTurned) colors = [.. colors.Reverse()];
        return new(colors, [.. colors.Select(TextOn)], isTurned ? "dark" : "light");
    }

    /// <summary>Black or white, by the greater contrast (WCAG 2): at least 4.5 on any colour.</summary>
    private static string TextOn(string color)
    {
        var light = Luminance(color);
        return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
    }

    internal static double Luminance(string color)
    {
        var number = int.Parse(color.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return 0.2126 * Linear(number >> 16) + 0.7152 * Linear(number >> 8 & 255) + 0.0722 * Linear(number & 255);

        static double Linear(int channel) =>
            channel / 255.0 is var part && part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
    }
}

/// <param name="Fills">By class: #rrggbb.</param>
/// <param name="Texts">By class, for a label on it.</param>
/// <param name="Ground">Of the sheet below the map: light or dark.</param>
public sealed record RampColors(IReadOnlyList<string> Fills, IReadOnlyList<string> Texts, string Ground);
