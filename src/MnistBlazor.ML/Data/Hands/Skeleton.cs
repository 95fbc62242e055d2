namespace MnistBlazor.ML.Data.Hands;

/// <summary>
/// A thinned drawing as a graph: lines of pixels between ends and junctions. Short spurs, which thinning leaves where a stroke's side is
/// uneven, are taken away; junctions that lie close together, which thinning makes of one crossing, become one.
/// </summary>
internal sealed class Skeleton
{
    private readonly HashSet<(int X, int Y)> _pixels = [];
    private readonly HashSet<(int X, int Y)> _merged = []; // of lines that became part of a junction
    private readonly Dictionary<(int X, int Y), Node> _nodes = [];

    /// <param name="thin">[height, width], as <see cref="Thinning"/> leaves it.</param>
    /// <param name="shortest">Pixels: what is shorter is a spur, or joins two junctions to one.</param>
    public Skeleton(bool[,] thin, double shortest)
    {
        for (var y = 0; y < thin.GetLength(0); y++)
            for (var x = 0; x < thin.GetLength(1); x++)
                if (thin[y, x]) _pixels.Add((x, y));
        do Build();
        while (Shorten(shortest));
    }

    public IReadOnlyList<Line> Lines { get; private set; } = [];

    /// <summary>Pixels that hang together with no other.</summary>
    public IEnumerable<(double X, double Y)> Dots => _nodes.Values.Distinct().Where(node => node.Lines == 0).Select(node => node.Place);

    private void Build()
    {
        _nodes.Clear();
        foreach (var pixel in _pixels.Where(IsNode)) AddNode(pixel);
        var (lines, walked) = (new List<Line>(), new HashSet<((int, int) From, (int, int) To)>());
        foreach (var (pixel, node) in _nodes)
            foreach (var next in Neighbours(pixel).Where(next => !IsSame(next, node) && walked.Add((pixel, next))))
                lines.Add(Walk(pixel, next, walked));

        // What is left has neither end nor junction: loops.
        var seen = lines.SelectMany(line => line.Pixels).Concat(_nodes.Keys).ToHashSet();
        foreach (var pixel in _pixels.Where(pixel => !seen.Contains(pixel)))
        {
            _nodes[pixel] = new(pixel) { Lines = 2 };
            var loop = Walk(pixel, Neighbours(pixel).First(), []);
            seen.UnionWith([pixel, .. loop.Pixels]);
            lines.Add(loop);
        }
        Lines = lines;
    }

    /// <summary>Takes the shortest spur away, or makes one junction of two.</summary>
    /// <returns>False: there is nothing so short.</returns>
    private bool Shorten(double shortest)
    {
        if (Lines.Where(line => line.IsSpur && line.Length < shortest).MinBy(line => line.Length) is { } spur)
        {
            _pixels.ExceptWith(spur.Pixels);
            foreach (var end in new[] { spur.From, spur.To }.Where(node => node.Lines == 1)) _pixels.ExceptWith(end.Pixels);
            return true;
        }
        var bridges = Lines.Where(line => line is { From.Lines: > 2, To.Lines: > 2 } && line.Length < shortest).ToList();
        _merged.UnionWith(bridges.SelectMany(line => line.Pixels));
        return bridges.Count > 0;
    }

    /// <summary>A node of this pixel and of all junctions that touch it.</summary>
    private void AddNode((int X, int Y) pixel)
    {
        if (_nodes.ContainsKey(pixel)) return;
        var node = new Node(pixel);
        _nodes.Add(pixel, node);
        for (var i = 0; i < node.Pixels.Count; i++)
        {
            foreach (var next in Neighbours(node.Pixels[i]))
            {
                if (IsJunction(node.Pixels[i]) && IsJunction(next) && _nodes.TryAdd(next, node)) node.Pixels.Add(next);
                else if (!IsSame(next, node)) node.Lines++;
            }
        }
    }

    private Line Walk((int X, int Y) from, (int X, int Y) next, HashSet<((int, int), (int, int))> walked)
    {
        var (start, pixels) = (_nodes[from], new List<(int X, int Y)>());
        while (!_nodes.ContainsKey(next))
        {
            pixels.Add(next);
            (from, next) = (next, Neighbours(next).First(pixel => pixel != from));
        }
        walked.Add((next, from)); // the same line from its other end
        return new(start, _nodes[next], pixels);
    }

    private bool IsSame((int X, int Y) pixel, Node node) => _nodes.TryGetValue(pixel, out var other) && other == node;

    private bool IsNode((int X, int Y) pixel) => IsJunction(pixel) || Neighbours(pixel).Count() != 2;

    private bool IsJunction((int X, int Y) pixel) => _merged.Contains(pixel) || Neighbours(pixel).Count() > 2;

    /// <summary>Those beside, above and below, and those across a corner that has no other way around.</summary>
    private IEnumerable<(int X, int Y)> Neighbours((int X, int Y) pixel) => Thinning.Around
        .Where(step => step.X == 0 || step.Y == 0
            || !_pixels.Contains((pixel.X + step.X, pixel.Y)) && !_pixels.Contains((pixel.X, pixel.Y + step.Y)))
        .Select(step => (pixel.X + step.X, pixel.Y + step.Y))
        .Where(_pixels.Contains);

    /// <summary>An end, or a junction, of which more than one pixel may be part.</summary>
    internal sealed class Node((int X, int Y) pixel)
    {
        public List<(int X, int Y)> Pixels { get; } = [pixel];

        /// <summary>How many lines begin here.</summary>
        public int Lines { get; set; }

        public (double X, double Y) Place => (Pixels.Average(pixel => pixel.X), Pixels.Average(pixel => pixel.Y));
    }

    /// <param name="pixels">Those between, on the way from one to the other.</param>
    internal sealed class Line(Node from, Node to, IReadOnlyList<(int X, int Y)> pixels)
    {
        public Node From => from;

        public Node To => to;

        public IReadOnlyList<(int X, int Y)> Pixels => pixels;

        /// <summary>All of it, its nodes included.</summary>
        public IReadOnlyList<(double X, double Y)> Points { get; } =
            [from.Place, .. pixels.Select(pixel => ((double)pixel.X, (double)pixel.Y)), to.Place];

        public double Length => Points.Zip(Points.Skip(1), (a, b) => Math.Sqrt(Math.Pow(a.X - b.X, 2) + Math.Pow(a.Y - b.Y, 2))).Sum();

        public bool IsSpur => from.Lines == 1 && to.Lines > 2 || to.Lines == 1 && from.Lines > 2;
    }
}
