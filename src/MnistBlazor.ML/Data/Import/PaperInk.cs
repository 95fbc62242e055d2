namespace MnistBlazor.ML.Data.Import;

/// <summary>The dark ink on a photograph of paper, with the paper's shadows and noise taken off.</summary>
internal sealed class PaperInk
{
    /// <summary>Ink is so much darker than paper at least; in a noisy picture so many standard deviations.</summary>
    private const float LeastDepth = 18, LeastDeviations = 5;

    /// <summary>What is weaker than this share of the ink is paper, what is stronger than the other is ink throughout.</summary>
    private const float Paper = 0.2f, Throughout = 0.8f;

    /// <summary>Ink in one piece that is less than this share of all of it is a speck.</summary>
    private const double Speck = 0.01;

    private readonly int _width, _height;
    private readonly PaperSurface _surface;
    private readonly float _least;
    private readonly List<int> _inked = [];

    /// <param name="pixels">[height * width], 0 (black) to 255 (white).</param>
    public PaperInk(byte[] pixels, int width, int height)
    {
        (_width, _height) = (width, height);
        _surface = PaperSurface.Under(pixels, width, height);
        _least = Math.Max(LeastDepth, LeastDeviations * _surface.Noise);
        for (var i = 0; i < pixels.Length; i++)
            if (_surface.Depth[i] >= _least) _inked.Add(i);
        var depths = _inked.Select(i => _surface.Depth[i]).Order().ToArray();
        Strength = depths.Length == 0 ? 0 : depths[(int)(0.9 * (depths.Length - 1))];
    }

    /// <summary>Standard deviation of the paper about its surface.</summary>
    public float Noise => _surface.Noise;

    /// <summary>Pixels that are ink.</summary>
    public int Count => _inked.Count;

    /// <summary>How much darker than paper most of the ink is at most; 0 where there is none.</summary>
    public float Strength { get; }

    /// <summary>Part of the picture that is ink.</summary>
    public double Share => (double)_inked.Count / _surface.Depth.Length;

    /// <summary>Whether there is no more ink than specks of dust would be.</summary>
    public bool IsBlank => _inked.Count < Math.Max(4, _surface.Depth.Length / 2000);

    /// <summary>Part of the picture's edges that is paper.</summary>
    public double PlainEdge
    {
        get
        {
            var (plain, count) = (0, 0);
            foreach (var i in InkFinder.Edge(_width, _height))
            {
                count++;
                if (Math.Abs(_surface.Depth[i]) < _least) plain++;
            }
            return (double)plain / count;
        }
    }

    /// <summary>The ink alone, as strong as it can be.</summary>
    /// <param name="keepsEdge">Ink at the edges stays in any case; otherwise only where there is little other ink.</param>
    /// <returns>[height * width], 0 (paper) to 255 (ink).</returns>
    public byte[] Pixels(bool keepsEdge = false)
    {
        var ink = new byte[_surface.Depth.Length];
        if (IsBlank) return ink;
        var full = Strength;
        var (paper, throughout) = (Math.Max(Paper * full, 3 * _surface.Noise), Throughout * full);
        for (var i = 0; i < ink.Length; i++)
            ink[i] = (byte)Math.Round(255 * Math.Clamp((_surface.Depth[i] - paper) / Math.Max(1, throughout - paper), 0, 1));
        InkPieces.Clean(ink, _width, _height, Speck, keepsEdge);
        return ink;
    }
}
