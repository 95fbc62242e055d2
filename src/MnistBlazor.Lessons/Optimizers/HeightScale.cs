using System.Buffers.Binary;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>
/// How high a loss is drawn: 0 for the lowest of a map to 1 for its highest. Where most of a map is low and a little of it very high,
/// like a gorge between mountains, the logarithm of the height is drawn, or one would see the mountains only.
/// </summary>
/// <param name="Soft">Null: heights are drawn as they are; else the height above the lowest from which on their logarithm is.</param>
public sealed record HeightScale(double Lowest, double Highest, double? Soft)
{
    /// <summary>Stands for a place without a value.</summary>
    public const ushort None = ushort.MaxValue;

    /// <summary>With heights more often so small a part of the whole, the logarithm is drawn.</summary>
    private const double Steep = 5;

    public static HeightScale Of(IReadOnlyList<double> losses)
    {
        var sorted = losses.Where(double.IsFinite).Order().ToList();
        if (sorted.Count == 0) return new(0, 1, null);
        var (lowest, highest, middle) = (sorted[0], sorted[^1], sorted[sorted.Count / 2]);
        if (highest - lowest < 1e-12) return new(lowest, lowest + 1, null);
        return highest - lowest <= Steep * (middle - lowest)
            ? new(lowest, highest, null)
            : new(lowest, highest, Math.Max((middle - lowest) / 30, (highest - lowest) * 1e-6));
    }

    /// <summary>0 to 1; null: no value.</summary>
    public double? Height(double loss)
    {
        if (double.IsNaN(loss)) return null;
        var (above, all) = (Math.Clamp(loss, Lowest, Highest) - Lowest, Highest - Lowest);
        return Soft is { } soft ? Math.Log(1 + (above / soft)) / Math.Log(1 + (all / soft)) : above / all;
    }

    /// <summary>Heights as 16 bits each, the lower byte first; <see cref="None"/> where there is no value.</summary>
    public byte[] Pack(IReadOnlyList<double> losses)
    {
        var packed = new byte[2 * losses.Count];
        for (var i = 0; i < losses.Count; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(
                packed.AsSpan(2 * i), Height(losses[i]) is { } height ? (ushort)Math.Round(height * (None - 1)) : None);
        }
        return packed;
    }
}
