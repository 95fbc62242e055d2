using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Surfaces;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>A formula of x and y, as <see cref="TypedSurface"/> reads it.</summary>
public sealed record FormulaParameter(string Id, string Default) : TextParameter(Id, Default)
{
    protected override Message Malformed => new("parameter.formula.too-long", $"{TypedSurface.MaxCharacters}");

    /// <summary>What is wrong with a formula, in words.</summary>
    public static Message Problem(FormulaException wrong) => new("parameter.formula." + wrong.Code, [.. wrong.Arguments]);

    protected override (string? Canonical, Message? Problem) Read(string text)
    {
        try
        {
            TypedSurface.Parse(text, new(-1, 1, -1, 1), default);
            return (text, null);
        }
        catch (FormulaException wrong)
        {
            return (null, Problem(wrong));
        }
    }
}
