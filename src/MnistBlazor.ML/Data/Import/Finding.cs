using System.Globalization;

namespace MnistBlazor.ML.Data.Import;

/// <summary>What looks wrong with files and names, in one place: the sentences are <c>import.CODE</c>.</summary>
internal static class Finding
{
    private const int MostNames = 5;

    /// <summary>{0} how many images.</summary>
    public static IReadOnlyList<ImportNote> Validation(long images) => Some(images > 0, "validation-as-training", Text(images));

    /// <summary>{0} the names without what nobody sees of them.</summary>
    public static IReadOnlyList<ImportNote> Trimmed(IReadOnlyCollection<string> names) =>
        Some(names.Count > 0, "names-trimmed", List(names));

    /// <summary>{0} the names.</summary>
    public static IReadOnlyList<ImportNote> Case(IReadOnlyCollection<string> names) =>
        Some(names.Count > 0, "names-differ-by-case", List(names));

    /// <summary>{0} the encoding.</summary>
    public static IReadOnlyList<ImportNote> Encoding(string? name) => Some(name is not null, "names-encoding", name ?? "");

    private static IReadOnlyList<ImportNote> Some(bool applies, string code, string argument) =>
        applies ? [new(code, [argument])] : [];

    private static string List(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
