using System.Globalization;
using System.Text;
using MnistBlazor.ML.Models;

namespace MnistBlazor.Web.Models.Outputs;

/// <summary>One column of the drawing: the units that a layer hands on, each a dot, or a pile of images.</summary>
/// <param name="Shape">[units], or [channels, rows, columns].</param>
/// <param name="Activations">What the numbers pass through before they go on: ReLU, Dropout, ….</param>
/// <param name="X">Left edge. The column is centred vertically.</param>
public sealed record NetworkStage(int[] Shape, IReadOnlyList<string> Activations, double X, double Width, double Height)
{
    public int Units => Shape.Aggregate(1, (product, size) => product * size);

    /// <summary>The layer whose outputs these are; empty: the pixels.</summary>
    public string Layer { get; init; } = "";

    /// <summary>Rows of dots, or images of a pile.</summary>
    public int Bands => Shape is [var channels, _, _] ? channels : (int)Math.Ceiling((double)Units / Columns);

    /// <summary>Dots in a row.</summary>
    public int Columns => (int)Math.Ceiling(Math.Sqrt(Units));

    /// <summary>The classes: few enough for a circle each, with its name.</summary>
    public bool IsOutput { get; init; }
}

/// <summary>
/// Where everything of a network drawing stands. Sizes are real: every unit has its dot, 784 pixels are 28 rows of 28, and a layer of
/// 256 is twice as wide and high as one of 64.
/// </summary>
public sealed class NetworkGeometry
{
    public const double Pitch = 5, Margin = 8, OutputPitch = 20, OutputRadius = 6.5;
    public const int FanLines = 14;
    private const int PileShown = 5, PileOffset = 5;
    private const double FewStagesGap = 96, ManyStagesGap = 44, NameWidth = 22, CharacterWidth = 8;

    /// <param name="longestName">Characters of the longest name of a class.</param>
    public NetworkGeometry(IReadOnlyList<LayerSummary> layers, int longestName = 1)
    {
        var shapes = new List<(int[] Shape, List<string> Activations, string Layer)>();
        if (layers.Count > 0) shapes.Add((layers[0].InputShape, [], ""));
        foreach (var layer in layers)
        {
            if (layer.Kind is "Linear" or "Conv2d" or "MaxPool2d") shapes.Add((layer.OutputShape, [], layer.Name));
            else if (layer.Kind is "Unflatten" or "Flatten") continue; // the same numbers in another box
            else shapes[^1].Activations.Add(layer.Kind);
        }

        var gap = shapes.Count > 4 ? ManyStagesGap : FewStagesGap;
        var stages = new List<NetworkStage>();
        var x = Margin;
        for (var i = 0; i < shapes.Count; i++)
        {
            var (shape, activations, layer) = shapes[i];
            var isOutput = i == shapes.Count - 1 && shape is [<= 16];
            var (width, height) = isOutput ? (2 * OutputRadius, (shape[0] - 1) * OutputPitch + 2 * OutputRadius) : Size(shape);
            stages.Add(new(shape, activations, x, width, height) { IsOutput = isOutput, Layer = layer });
            x += width + gap;
        }
        Stages = stages;
        Width = x - gap + NameWidth + (CharacterWidth * longestName);
        PictureHeight = stages.Count == 0 ? 0 : stages.Max(stage => stage.Height) + (2 * Margin);
        TextSize = Math.Clamp(Width / 50, 11, 18);
        Height = PictureHeight + (3 * TextSize);
    }

    public IReadOnlyList<NetworkStage> Stages { get; }

    public double Width { get; }

    /// <summary>The labels below the picture included.</summary>
    public double Height { get; }

    public double PictureHeight { get; }

    /// <summary>Larger in a wide drawing, which is shown smaller.</summary>
    public double TextSize { get; }

    public double Top(NetworkStage stage) => (PictureHeight - stage.Height) / 2;

    /// <summary>The middle of a class's circle.</summary>
    public (double X, double Y) Output(NetworkStage stage, int index) =>
        (stage.X + OutputRadius, Top(stage) + OutputRadius + (index * OutputPitch));

    /// <summary>A fan of lines between two columns that stands for all connections; the real number is in the label.</summary>
    public string Fan(NetworkStage from, NetworkStage to)
    {
        var path = new StringBuilder();
        for (var i = 0; i < FanLines; i++)
            for (var j = 0; j < FanEnds(to); j++) FanLine(path, from, to, i, j);
        return path.ToString();
    }

    /// <summary>
    /// The lines of <see cref="Fan"/> in groups of like strength: (class name, path), weakest first; a line below an eighth of the
    /// strongest is in none.
    /// </summary>
    /// <param name="means">[start][end]: what each line stands for, see <see cref="LearnedNetwork"/>.</param>
    public IReadOnlyList<(string Css, string Path)> Fan(NetworkStage from, NetworkStage to, float[][] means)
    {
        var strongest = means.SelectMany(ends => ends).Max(Math.Abs);
        var groups = new SortedDictionary<int, StringBuilder>();
        for (var i = 0; i < means.Length; i++)
        {
            for (var j = 0; j < means[i].Length; j++)
            {
                var level = strongest > 0 ? (int)MathF.Round(4 * means[i][j] / strongest) : 0;
                if (level == 0) continue;
                if (!groups.TryGetValue(level, out var path)) groups.Add(level, path = new());
                FanLine(path, from, to, i, j);
            }
        }
        return Named(groups);
    }

    /// <summary>Lines of a fan that end at a column.</summary>
    public static int FanEnds(NetworkStage to) => to.IsOutput ? to.Units : Math.Min(FanLines, to.Units);

    /// <summary>The middle of a unit's dot, or of the image that stands for a map in a pile.</summary>
    public (double X, double Y) Unit(NetworkStage stage, int unit) => stage.IsOutput
        ? Output(stage, unit)
        : stage.Shape.Length == 3
            ? (stage.X + (stage.Width / 2), Top(stage) + ((unit + 0.5) * stage.Height / stage.Bands))
            : (stage.X + ((unit % stage.Columns + 0.5) * Pitch), Top(stage) + ((unit / stage.Columns + 0.5) * Pitch));

    /// <summary>The unit whose dot is nearest to a place of the drawing; of a pile, the map at that height.</summary>
    public int UnitAt(NetworkStage stage, double x, double y)
    {
        var row = Math.Clamp((int)((y - Top(stage)) / stage.Height * stage.Bands), 0, stage.Bands - 1);
        if (stage.Shape.Length == 3) return row;
        return Math.Min(stage.Units - 1, (row * stage.Columns) + Math.Clamp((int)((x - stage.X) / Pitch), 0, stage.Columns - 1));
    }

    /// <summary>
    /// Every connection from the 784 pixels to one class, in groups of like strength: (class name, path), weakest first. Without
    /// weights one group.
    /// </summary>
    public IReadOnlyList<(string Css, string Path)> Connections(
        NetworkStage from, NetworkStage to, int index, float[]? weights, float strongest)
    {
        var (endX, endY) = Output(to, index);
        var columns = from.Columns;
        var groups = new SortedDictionary<int, StringBuilder>();
        for (var unit = 0; unit < from.Units; unit++)
        {
            // 0: no weights yet; else 1..4, positive for, negative against; below an eighth of the strongest nothing is drawn.
            var level = 0;
            if (weights is not null)
            {
                level = (int)MathF.Round(4 * Math.Clamp(weights[unit] / strongest, -1, 1));
                if (level == 0) continue;
            }
            if (!groups.TryGetValue(level, out var path)) groups.Add(level, path = new());
            Line(path, from.X + ((unit % columns + 0.5) * Pitch), Top(from) + ((unit / columns + 0.5) * Pitch), endX - OutputRadius, endY);
        }
        return Named(groups);
    }

    /// <summary>The edges of the images of a pile, the hindmost first: x, y, side.</summary>
    public IEnumerable<(double X, double Y, double Side)> Pile(NetworkStage stage)
    {
        var shown = Math.Min(PileShown, stage.Shape[0]);
        var side = stage.Width - ((shown - 1) * PileOffset);
        for (var i = shown - 1; i >= 0; i--) yield return (stage.X + (i * PileOffset), Top(stage) + ((shown - 1 - i) * PileOffset), side);
    }

    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static (double Width, double Height) Size(int[] shape)
    {
        if (shape is [var channels, _, var columns])
        {
            var side = (columns * Pitch) + ((Math.Min(PileShown, channels) - 1) * PileOffset);
            return (side, side);
        }
        var units = shape.Aggregate(1, (product, size) => product * size);
        return (Columns(units) * Pitch, Math.Ceiling((double)units / Columns(units)) * Pitch);
    }

    private static IReadOnlyList<(string Css, string Path)> Named(SortedDictionary<int, StringBuilder> groups) =>
        [.. groups.OrderBy(group => Math.Abs(group.Key)).Select(group =>
            (group.Key == 0 ? "plain" : $"{(group.Key > 0 ? "for" : "against")} level-{Math.Abs(group.Key)}", group.Value.ToString()))];

    private void FanLine(StringBuilder path, NetworkStage from, NetworkStage to, int start, int end)
    {
        var startY = Top(from) + ((start + 0.5) * from.Height / FanLines);
        var endY = to.IsOutput ? Output(to, end).Y : Top(to) + ((end + 0.5) * to.Height / FanEnds(to));
        Line(path, from.X + from.Width, startY, to.X, endY);
    }

    private static int Columns(int units) => (int)Math.Ceiling(Math.Sqrt(units));

    private static void Line(StringBuilder path, double x1, double y1, double x2, double y2) =>
        path.Append('M').Append(Number(x1)).Append(' ').Append(Number(y1)).Append('L').Append(Number(x2)).Append(' ').Append(Number(y2));
}
