namespace MnistBlazor.ML.Inference;

/// <summary>A square grid of cells, inked (1) or not (0), on which lines with round ends are drawn.</summary>
internal sealed class InkGrid(int size)
{
    public int Size => size;

    public float[] Ink { get; } = new float[size * size];

    /// <summary>Inks the cells whose centre is at most <paramref name="radius"/> from the line; coordinates in cells.</summary>
    public void DrawLine(float fromX, float fromY, float toX, float toY, float radius)
    {
        var (alongX, alongY) = (toX - fromX, toY - fromY);
        var length2 = alongX * alongX + alongY * alongY;
        var (firstX, lastX) = Range(fromX, toX, radius);
        var (firstY, lastY) = Range(fromY, toY, radius);
        for (var y = firstY; y <= lastY; y++)
        {
            for (var x = firstX; x <= lastX; x++)
            {
                var (dx, dy) = (x + 0.5f - fromX, y + 0.5f - fromY);
                var share = length2 == 0 ? 0 : Math.Clamp((dx * alongX + dy * alongY) / length2, 0, 1);
                (dx, dy) = (dx - share * alongX, dy - share * alongY);
                if (dx * dx + dy * dy <= radius * radius) Ink[y * size + x] = 1;
            }
        }
    }

    private (int First, int Last) Range(float from, float to, float radius) =>
        (Math.Max(0, (int)(Math.Min(from, to) - radius)), Math.Min(size - 1, (int)(Math.Max(from, to) + radius)));
}
