using System.Globalization;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Data.Import;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Words;

/// <summary>Puts figures and messages of the notebook into words of the reader's language.</summary>
public static class Phrases
{
    /// <summary>
    /// A message's words. Its numbers and times come written invariantly and are shown as the reader writes them; what is the id of a
    /// parameter is shown by its name.
    /// </summary>
    public static string Say(this Wording words, Message message) =>
        words["message." + message.Code,
            [.. message.Arguments.Select(argument => words.Find("parameter." + argument)
                ?? (Message.TimeOf(argument) is { } time ? words.About(time) : Readable(argument)))]];

    /// <summary>What is wrong with a data set.</summary>
    public static string Say(this Wording words, DatasetException problem) =>
        words.Say("message.dataset", new(problem.Code, problem.Arguments));

    /// <summary>A sentence about a data set, by its code below <paramref name="prefix"/>. Names stay as they are, also of digits.</summary>
    public static string Say(this Wording words, string prefix, ImportNote note) =>
        words[$"{prefix}.{note.Code}", [.. note.Arguments.Select(argument => IsName(argument) ? argument : Readable(argument))]];

    /// <summary>0.4 s, 12 s, 3 min 20 s, 1 h 5 min, 2 d 4 h: no more figures than one can use.</summary>
    public static string Duration(this Wording words, TimeSpan time)
    {
        var (seconds, minutes) = (Math.Round(time.TotalSeconds), Math.Round(time.TotalMinutes));
        if (time.TotalSeconds < 9.95) return words["duration.seconds", time.TotalSeconds.ToString("0.0")];
        if (seconds < 60) return words["duration.seconds", seconds];
        if (seconds < 3600) return words["duration.minutes", Math.Floor(seconds / 60), seconds % 60];
        if (minutes < 24 * 60) return words["duration.hours", Math.Floor(minutes / 60), minutes % 60];
        return words["duration.days", Math.Floor(minutes / 60 / 24), Math.Floor(minutes / 60) % 24];
    }

    /// <summary>A time that is only known roughly, in one unit: 40 s, 12 min, 3 h, 4 days.</summary>
    public static string About(this Wording words, TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => words["duration.seconds", Math.Max(1, Math.Round(time.TotalSeconds))],
        { TotalMinutes: < 90 } => words["duration.about.minutes", Math.Round(time.TotalMinutes)],
        { TotalHours: < 36 } => words["duration.about.hours", Math.Round(time.TotalHours)],
        _ => words["duration.about.days", Math.Round(time.TotalDays)],
    };

    /// <summary>A parameter's value as its reader writes it: choices by their names, numbers with the reader's decimal sign.</summary>
    public static string ParameterValue(this Wording words, string parameterId, string text) =>
        words.Find($"parameter.{parameterId}.{text}") ?? words.Find($"value.{text}")
            ?? (parameterId == "seed" ? text : Readable(text).ToString()!); // a seed is a name rather than a quantity

    // What was calculated is shown with four figures, what was set with all that it has.
    private static object Readable(string text)
    {
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(text, plain, CultureInfo.InvariantCulture, out var number))
            return text;
        if (number != Math.Floor(number) && text.Length > 8) return number.ToString("G4");
        return number.ToString(Math.Abs(number) >= 10_000 ? "#,0.############" : "0.############");
    }

    // 007 is no number that this app writes.
    private static bool IsName(string text) =>
        !double.TryParse(text, CultureInfo.InvariantCulture, out var number) || number.ToString(CultureInfo.InvariantCulture) != text;
}
