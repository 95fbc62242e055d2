namespace MnistBlazor.Lessons.Code;

/// <summary>A value as code: a text, or a list that can be broken into lines.</summary>
/// <param name="Open">"[" or "new[] { ", with the blank that stands there on one line.</param>
/// <param name="Close">"]" or " }".</param>
internal sealed record ValueText(string Open, IReadOnlyList<string> Items, string Close)
{
    public ValueText(string text) : this(text, [], "")
    {
    }

    public string OneLine => Open + string.Join(", ", Items) + Close;

    /// <summary>Each item on a line of its own, if there are any.</summary>
    /// <param name="indentation">Of the line in which the value begins.</param>
    public string Lines(string indentation) => Items.Count == 0
        ? OneLine
        : $"{Open.TrimEnd()}\n{string.Concat(Items.Select(item => $"{indentation}    {item},\n"))}{indentation}{Close.TrimStart()}";
}
