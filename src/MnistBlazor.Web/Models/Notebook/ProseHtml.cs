using System.Text.RegularExpressions;
using Markdig;

namespace MnistBlazor.Web.Models.Notebook;

/// <summary>
/// A lesson's prose as HTML: Markdown, formulas between dollar signs left as <c>\(…\)</c> for the browser to set. HTML in the prose is
/// shown as text.
/// </summary>
public static partial class ProseHtml
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().DisableHtml().UseMathematics().UseCjkFriendlyEmphasis().Build();

    public static string Of(string markdown) => Markdown.ToHtml(FormulaBeforeParticle().Replace(markdown, WordJoiner), Pipeline);

    // A formula ends for Markdig only before a blank or a sign, but in Korean a particle follows at once: "$z$를". A word joiner
    // between the two, written as an entity, begins with a sign, is not seen, and breaks no line.
    private const string WordJoiner = "&#8288;";

    [GeneratedRegex(@"(?<=\$)(?=\p{IsHangulSyllables})")]
    private static partial Regex FormulaBeforeParticle();
}
