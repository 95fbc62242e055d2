namespace MnistBlazor.Faults;

/// <summary>Something that changes files, in a process that is killed in the middle of it; and what must hold after that.</summary>
internal abstract class Scenario
{
    /// <summary>As it is called on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Makes what is there before. Once: each try begins with a copy.</summary>
    public virtual Task PrepareAsync(string folder) => Task.CompletedTask;

    /// <summary>What is killed.</summary>
    /// <param name="promise">Told of what somebody was told that it is kept.</param>
    public abstract Task ActAsync(string folder, Action<string> promise);

    /// <summary>Starts again, and looks whether everything is there that was promised, once, and nothing is left over.</summary>
    /// <exception cref="LossException">Something is not as it should be.</exception>
    public abstract Task CheckAsync(string folder, IReadOnlyList<string> promised);

    protected static string Data(string folder) => Path.Combine(folder, "data");

    /// <summary>What follows a word in the promises that begin with it.</summary>
    protected static string[] Of(IReadOnlyList<string> promised, string word) =>
        [.. promised.Where(line => line.StartsWith(word + ' ', StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..])];

    protected static void Need(bool holds, string otherwise)
    {
        if (!holds) throw new LossException(otherwise);
    }
}

/// <summary>A kill has cost something.</summary>
internal sealed class LossException(string sentence) : Exception(sentence);
