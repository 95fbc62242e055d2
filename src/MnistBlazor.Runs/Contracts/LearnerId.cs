namespace MnistBlazor.Runs.Contracts;

/// <summary>Who owns sessions and runs: an anonymous id that the browser keeps in a protected cookie.</summary>
public readonly record struct LearnerId(string Value)
{
    public override string ToString() => Value;
}
