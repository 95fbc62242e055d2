namespace MnistBlazor.ML.Inspection;

/// <summary>Something that is changed in the last layer for one reading only; the network stays as it is.</summary>
/// <param name="Unit">A value that the last layer reads: a hidden unit's output, or a pixel where there is no hidden layer.</param>
/// <param name="Class">Whose weight of that value is set; null: the value itself is multiplied, for every class.</param>
/// <param name="Value">The weight, or the factor: 0 takes the unit away, 1 leaves it.</param>
public sealed record NetworkEdit(int Unit, int? Class, float Value)
{
    /// <summary>So many at a time.</summary>
    public const int Most = 50;

    /// <summary>No weight and no factor is further from 0.</summary>
    public const float Largest = 100;
}
