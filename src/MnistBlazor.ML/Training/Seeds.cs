namespace MnistBlazor.ML.Training;

/// <summary>
/// The random numbers of a run. The initial weights, the order of each epoch and the noise of each step have a generator of their own,
/// whose seed follows from the run's seed and the number of the epoch or step: so a run goes on after any step without a generator's
/// state being kept, and no run shifts another's numbers. All draw on the CPU: the numbers are the same on every device.
/// </summary>
internal static class Seeds
{
    /// <summary>Draws the initial weights.</summary>
    public static Generator Weights(int seed) => new(Mix(seed, number: 0, use: 0));

    /// <summary>Draws the order of the training images.</summary>
    /// <param name="epoch">From 1.</param>
    public static Generator Order(int seed, int epoch) => new(Mix(seed, epoch, use: 1));

    /// <summary>Draws where a fault puts pixels, or labels.</summary>
    public static Generator Places(int seed) => new(Mix(seed, number: 0, use: 3));

    /// <summary>Draws augmentation and dropout, once it is at a step: see <see cref="MoveTo"/>.</summary>
    public static Generator Noise() => new(0);

    /// <param name="step">Batches trained before.</param>
    public static void MoveTo(Generator noise, int seed, int step) => noise.manual_seed((long)Mix(seed, step, use: 2));

    /// <summary>A seed as good as random for each seed, number and use.</summary>
    /// <remarks>
    /// Source: Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014 (the finalizer of SplitMix64).
    /// </remarks>
    private static ulong Mix(int seed, int number, ulong use)
    {
        unchecked
        {
            var mixed = ((ulong)seed << 32 | (uint)number) + use * 0x9E3779B97F4A7C15;
            mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
            return mixed ^ mixed >> 31;
        }
    }
}
