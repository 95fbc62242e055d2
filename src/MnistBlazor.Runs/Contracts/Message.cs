using System.Globalization;

namespace MnistBlazor.Runs.Contracts;

/// <summary>
/// Something to say to the learner, without its words: the web project has them in every language, under the resource key
/// <c>"message." + Code</c>, as a format string.
/// </summary>
/// <param name="Code">Stable key, lower case with dots: <c>"parameter.range"</c>.</param>
/// <param name="Arguments">
/// What the format string's <c>{0}</c>, <c>{1}</c>… stand for. Numbers are written invariantly, times as <see cref="Argument"/> does.
/// </param>
public sealed record Message(string Code, params string[] Arguments)
{
    private const int MaxQuoted = 300;
    private const string TimeStart = "PT", TimeEnd = "S";

    /// <summary>A time in whole seconds, as an argument: PT90S.</summary>
    public static string Argument(TimeSpan time) =>
        TimeStart + Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture) + TimeEnd;

    /// <summary>The way back; null: the argument is no time.</summary>
    public static TimeSpan? TimeOf(string argument) =>
        argument.StartsWith(TimeStart, StringComparison.Ordinal) && argument.EndsWith(TimeEnd, StringComparison.Ordinal)
        && long.TryParse(argument.AsSpan(2..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= TimeSpan.MaxValue.TotalSeconds - 1
            ? TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>What an exception says, short enough for an argument: libtorch appends a stack trace to its messages.</summary>
    public static string FirstLine(Exception exception)
    {
        var line = exception.Message.Split('\n', 2)[0].Trim();
        return line.Length <= MaxQuoted ? line : line[..MaxQuoted] + "…";
    }

    public bool Equals(Message? other) =>
        other is not null && Code == other.Code && Arguments.AsSpan().SequenceEqual(other.Arguments);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Code);
        foreach (var argument in Arguments) hash.Add(argument);
        return hash.ToHashCode();
    }

    public override string ToString() => $"{Code}({string.Join(", ", Arguments)})";
}
