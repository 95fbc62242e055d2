namespace MnistBlazor.Runs.Contracts;

/// <summary>
/// What is too large for the store: checkpoints (<c>runs/{run}/{step}.checkpoint</c>, or <c>{step}.{epoch of ownership}.checkpoint</c> of
/// a run that was handed on), learners' data sets (<c>uploads/{learner}/{data set}/{file}</c>), the welcome networks. A name is one or
/// more parts, parted by slashes, none of them empty, <c>.</c> or <c>..</c>; a folder is a name without its last parts.
/// <para>
/// An implementation owes: a blob is there whole or not at all, whenever the process ends; what a write returned from survives a crash
/// of the machine; what was written is read by the next call, whoever makes it. Thread-safe; calls block, and are made from
/// threads that may block.
/// </para>
/// </summary>
public interface IRunBlobs
{
    /// <summary>Writes a blob, in place of one of the same name.</summary>
    /// <exception cref="ArgumentException">It is no name.</exception>
    /// <exception cref="IOException">It cannot be written; what was there before is there still.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    void Write(string name, byte[] bytes);

    /// <returns>Null: there is none of that name, or it cannot be read.</returns>
    byte[]? Read(string name);

    /// <summary>The blobs in a folder and in its folders, in no order; none where there is no such folder.</summary>
    IReadOnlyList<Blob> List(string folder);

    /// <summary>
    /// The names of the folders directly in a folder: <c>["ab", "cd"]</c> for <c>runs/ab/1</c> and <c>runs/cd/1</c>. One whose removal
    /// failed half way may be among them, to be removed again.
    /// </summary>
    IReadOnlyList<string> Folders(string folder);

    /// <summary>Without effect on one that is not there.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    void Delete(string name);

    /// <summary>Removes a folder with all that is in it: it is out of sight at once. Without effect on one that is not there.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    void DeleteFolder(string folder);

    /// <summary>
    /// Takes the files of a local folder in as a folder of blobs, all of them at once; the local folder is gone afterwards.
    /// </summary>
    /// <param name="folder">There is no blob in it yet.</param>
    /// <param name="source">Somewhere on the disk of the data directory.</param>
    /// <exception cref="IOException">They cannot be taken in; nothing is there.</exception>
    void TakeIn(string folder, string source);

    /// <summary>
    /// A local folder with the blobs of a folder as files, for what reads files. It is for reading only, and stays as it is until
    /// the folder's blobs change.
    /// </summary>
    string LocalFolder(string folder);
}

/// <param name="Name">Whole, with its folders.</param>
public readonly record struct Blob(string Name, long Bytes);
