namespace MnistBlazor.Lessons.Parameters;

/// <summary>Holds while a parameter has one of some values: what belongs to one optimizer is shown with that optimizer only.</summary>
public sealed record Condition(string ParameterId, string[] Values)
{
    public bool Holds(ParameterValues values) => values.Has(ParameterId) && Values.Contains(values.Text(ParameterId));
}
