namespace MnistBlazor.Runs.Contracts;

/// <summary>
/// The few small texts that hold for the whole server, however many processes it has: its tokens, and the bounds that the teacher has set.
/// <para>
/// An implementation owes: a text is there whole or not at all; what a write returned from survives a crash of the machine; of two
/// writers that replace the same text one is told that it comes too late. Reading is cheap enough for every request. Thread-safe.
/// </para>
/// </summary>
public interface IServerDocuments
{
    /// <returns>Null: there is none of that name.</returns>
    /// <exception cref="IOException">It cannot be read, nor was it before.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    string? Read(string name);

    /// <param name="instead">The text that it takes the place of, as it was read; null: there is none yet.</param>
    /// <returns>False: another one is there by now, which the next reading gives; nothing is written.</returns>
    /// <exception cref="IOException">It cannot be written; what was there before is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    bool TryWrite(string name, string text, string? instead);

    /// <summary>Where a text is, for a sentence that tells an operator what to do about it.</summary>
    string PlaceOf(string name);

    /// <param name="signal">Called when another process has changed one of the texts; from any thread.</param>
    IDisposable Subscribe(Action signal);
}
