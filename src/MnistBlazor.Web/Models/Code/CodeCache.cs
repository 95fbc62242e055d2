using System.Globalization;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Parameters;

namespace MnistBlazor.Web.Models.Code;

/// <summary>
/// A lesson's code with the current values in it, made once for each set of values: a page renders far more often than these change.
/// </summary>
public sealed class CodeCache
{
    private readonly Dictionary<string, (string CSharp, string? PyTorch)> _texts = [];
    private (Lesson?, ParameterValues?, IReadOnlyList<string>?, string?) _madeFor;

    /// <summary>
    /// The C# that the cell runs, empty if it shows none, and the same step in PyTorch, null if there is none; their comments in the
    /// reader's language.
    /// </summary>
    /// <param name="classNames">Of the data set, by label.</param>
    public (string CSharp, string? PyTorch) Of(Lesson lesson, string id, ParameterValues values, IReadOnlyList<string> classNames)
    {
        var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        if (_madeFor != (lesson, values, classNames, language))
        {
            _texts.Clear();
            _madeFor = (lesson, values, classNames, language);
        }
        if (!_texts.TryGetValue(id, out var texts))
        {
            texts = (lesson.CSharp(id, values, language), lesson.PyTorch(id, values, classNames, language));
            _texts.Add(id, texts);
        }
        return texts;
    }
}
