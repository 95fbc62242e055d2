using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>A data set that a learner brought along.</summary>
/// <param name="Id">"own-" and 128 random bits: nobody can guess it, and it is asked for with its owner besides.</param>
/// <param name="Name">As its owner's file was called.</param>
/// <param name="Bytes">On the disk.</param>
public sealed partial record UploadedDataset(
    string Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string> ClassNames, int TrainCount, int TestCount, long Bytes)
{
    private const string Prefix = "own-";

    public static string NewId() => Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Whether it is an id of some learner's data set, present or not.</summary>
    public static bool IsId(string id) => Pattern().IsMatch(id);

    [GeneratedRegex("^" + Prefix + "[0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>A file on its way in.</summary>
/// <param name="Name">As its owner calls it.</param>
public sealed record UploadedFile(string Name, long Length, Func<CancellationToken, Stream> Open);
