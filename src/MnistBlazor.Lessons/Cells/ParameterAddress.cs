using System.Collections.Immutable;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Cells;

/// <summary>Parameters as the query of a page's address, so that a link reopens a lesson as set.</summary>
public static class ParameterAddress
{
    /// <summary>No query that is longer is read.</summary>
    public const int MaxLength = 4000;

    private const int MaxQuoted = 40;

    /// <summary>"device=cpu&amp;batch-size=1000…": every parameter of the lesson, in its order, without the question mark.</summary>
    public static string Write(Lesson lesson, ParameterValues values) => string.Join('&', lesson.Parameters.Select(parameter =>
        // A comma may stand in a query as it is, and lists of layers are easier to read so.
        $"{parameter.Id}={Uri.EscapeDataString(values.Text(parameter.Id)).Replace("%2C", ",")}"));

    /// <summary>
    /// Reads what <see cref="Write"/> wrote, or anything else: what the lesson does not know is passed over, what a parameter does
    /// not accept leaves its default, and a notice says so.
    /// </summary>
    /// <param name="query">With or without the question mark.</param>
    /// <returns>The values, or null if the query names no parameter of the lesson; and a notice for each value not accepted.</returns>
    public static (ParameterValues? Values, ImmutableArray<Message> Notices) Read(Lesson lesson, string? query)
    {
        query = query?.TrimStart('?') ?? "";
        if (query.Length > MaxLength) return (null, [new Message("address.too-long")]);

        var values = lesson.Defaults;
        var notices = ImmutableArray.CreateBuilder<Message>();
        var read = new HashSet<string>();
        var others = new List<(string Id, string Text)>();
        foreach (var pair in query.Split('&'))
        {
            var parts = pair.Split('=', 2);
            if (parts.Length != 2) continue;
            var (id, text) = (Unescape(parts[0]), Unescape(parts[1]));
            // The first of several wins, so that nothing appended to a link changes it.
            if (!read.Add(id)) continue;
            if (lesson.Parameter(id) is not { } parameter)
                others.Add((id, text));
            else if (parameter.TryRead(text, out var value, out _))
                values = values.With(parameter.Id, value);
            else
                notices.Add(new Message("address.value", parameter.Id, Quote(text), parameter.Default));
        }
        read.ExceptWith(others.Select(other => other.Id));
        // After all others, since they stand for values of parameters that the address may name as well.
        foreach (var (id, text) in others)
        {
            if (lesson.ReadRetired(id, text, values) is not { } meant) continue;
            values = meant;
            read.Add(id);
        }
        return (read.Count == 0 ? null : values, notices.ToImmutable());
    }

    // Uri.UnescapeDataString leaves malformed escapes as they stand; a browser writes a blank as a plus.
    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static string Quote(string text)
    {
        var printable = string.Concat(text.Where(character => !char.IsControl(character) && !char.IsSurrogate(character)));
        return printable.Length <= MaxQuoted ? printable : printable[..MaxQuoted] + "…";
    }
}
