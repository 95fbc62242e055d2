namespace MnistBlazor.Web.Models.Outputs;

/// <summary>A 3x3 convolution kernel to try on an image, and what it makes of it.</summary>
/// <param name="Weights">Nine, row by row.</param>
public sealed record Kernel(IReadOnlyList<float> Weights)
{
    public const int Side = 3;

    /// <summary>Weights lie within plus and minus this.</summary>
    public const float Limit = 9;

    private const int ImageSide = 28;

    /// <summary>Kernels worth knowing, by the names that their words have.</summary>
    public static IReadOnlyList<(string Name, Kernel Kernel)> Known { get; } =
    [
        ("horizontal", new([-1, -1, -1, 0, 0, 0, 1, 1, 1])),
        ("vertical", new([-1, 0, 1, -1, 0, 1, -1, 0, 1])),
        ("blur", new([1, 1, 1, 1, 1, 1, 1, 1, 1])),
        ("sharpen", new([0, -1, 0, -1, 5, -1, 0, -1, 0])),
        ("outline", new([-1, -1, -1, -1, 8, -1, -1, -1, -1])),
    ];

    public Kernel With(int place, float weight) =>
        new([.. Weights.Select((old, i) => i == place ? Math.Clamp(float.IsFinite(weight) ? weight : 0, -Limit, Limit) : old)]);

    /// <summary>Slides over the image, beyond whose edge there is only paper (zero padding).</summary>
    /// <param name="pixels">28x28, 0 to 255.</param>
    /// <returns>28x28 sums, pixels taken as 0..1.</returns>
    public float[] Apply(ReadOnlySpan<byte> pixels)
    {
        var sums = new float[ImageSide * ImageSide];
        for (var y = 0; y < ImageSide; y++)
            for (var x = 0; x < ImageSide; x++) sums[(y * ImageSide) + x] = SumAt(pixels, x, y);
        return sums;
    }

    private float SumAt(ReadOnlySpan<byte> pixels, int x, int y)
    {
        var sum = 0f;
        for (var i = 0; i < Side * Side; i++)
        {
            var (row, column) = (y + (i / Side) - 1, x + (i % Side) - 1);
            if (row is >= 0 and < ImageSide && column is >= 0 and < ImageSide) sum += Weights[i] * pixels[(row * ImageSide) + column] / 255;
        }
        return sum;
    }
}
