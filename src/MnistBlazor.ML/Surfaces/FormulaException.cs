namespace MnistBlazor.ML.Surfaces;

/// <summary>A typed formula cannot be used. The words are Web's, by code.</summary>
/// <param name="code">
/// <c>empty</c>; <c>too-long</c>: {0} characters allowed; <c>too-deep</c>: {0} operations allowed; <c>unreadable</c>: {0} what the parser
/// said, in English; <c>unknown-name</c>: {0} the name; <c>unknown-function</c>: {0} its name; <c>arguments</c>: {0} the function,
/// {1} how many it takes; <c>unknown-operator</c>; <c>constant</c>: neither x nor y is in it.
/// </param>
public sealed class FormulaException(string code, params string[] arguments) : Exception($"The formula is refused: {code}.")
{
    public string Code => code;

    public IReadOnlyList<string> Arguments => arguments;
}
