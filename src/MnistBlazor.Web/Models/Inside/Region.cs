namespace MnistBlazor.Web.Models.Inside;

/// <summary>Where on an image something is strongest, said in words instead of a picture: one of nine fields.</summary>
public static class Region
{
    private const int Side = 28;

    /// <summary>From the upper left field to the lower right, row by row: the keys of their names.</summary>
    private static readonly string[] Names =
    [
        "upper-left", "upper-middle", "upper-right", "left", "middle", "right", "lower-left", "lower-middle", "lower-right",
    ];

    /// <returns>The name of the field with the largest sum of what is above 0; null: nothing is.</returns>
    /// <param name="values">[784] row by row.</param>
    /// <param name="sign">-1 for what is below 0.</param>
    public static string? Strongest(IReadOnlyList<float> values, int sign = 1)
    {
        var sums = new float[Names.Length];
        for (var i = 0; i < values.Count; i++) sums[(Third(i / Side) * 3) + Third(i % Side)] += Math.Max(0, values[i] * sign);
        var most = sums.Max();
        return most > 0 ? Names[Array.IndexOf(sums, most)] : null;

        static int Third(int place) => place * 3 / Side;
    }
}
