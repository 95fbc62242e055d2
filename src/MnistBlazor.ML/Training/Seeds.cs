namespace MnistBlazor.ML.Training;

/// <summary>
/// The random numbers of a run: three generators of its own, so that one use does not shift another's numbers and no run
/// shifts another's. The process's one generator is never drawn from.
/// </summary>
internal static class Seeds
{
    /// <summary>Initial weights; on the CPU, so that they are the same for every device.</summary>
    public static Generator Weights(int seed) => new((ulong)seed);

    /// <summary>Order of the training images; on the CPU as well.</summary>
    public static Generator Shuffling(int seed) => new((ulong)seed + 1);

    /// <summary>Dropout and augmentation; on the device where they draw.</summary>
    public static Generator Noise(int seed, Device device) => new((ulong)seed + 2, device);

    public static byte[] Save(Generator generator)
    {
        using var state = generator.get_state();
        return state.bytes.ToArray();
    }

    /// <exception cref="FormatException">The bytes are no state of such a generator.</exception>
    public static void Load(Generator generator, ReadOnlySpan<byte> state)
    {
        using var tensor = empty(state.Length, dtype: uint8);
        state.CopyTo(tensor.bytes);
        try
        {
            generator.set_state(tensor);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw new FormatException($"The state of a random number generator is damaged: {error.Message}", error);
        }
    }
}
