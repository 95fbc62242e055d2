using System.Text;

namespace MnistBlazor.Lessons.Texts;

/// <summary>
/// Text of which parts hold for MNIST alone and parts for every other data set. A line <c>&lt;!-- mnist --&gt;</c>,
/// <c>&lt;!-- other --&gt;</c> or <c>&lt;!-- all --&gt;</c> begins such a part; Markdown shows nothing of it.
/// </summary>
public static class Audience
{
    private const string All = "<!-- all -->", Mnist = "<!-- mnist -->", Other = "<!-- other -->";

    /// <summary>What is left for one of the two.</summary>
    public static string Text(string text, bool isMnist)
    {
        var (left, part) = (new StringBuilder(), All);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line is All or Mnist or Other) part = line;
            else if (part == All || part == (isMnist ? Mnist : Other)) left.Append(line).Append('\n');
        }
        return left.ToString().Replace("\n\n\n", "\n\n", StringComparison.Ordinal).Trim('\n') + "\n";
    }
}
