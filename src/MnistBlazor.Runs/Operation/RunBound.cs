using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace MnistBlazor.Runs.Operation;

/// <summary>One of the numbers among <see cref="RunBounds"/>, with the range that the operator's setting of the same name has.</summary>
public sealed class RunBound
{
    private readonly PropertyInfo _property;

    private RunBound(PropertyInfo property, RangeAttribute range) => (_property, Least, Most) =
        (property, Convert.ToInt64(range.Minimum, CultureInfo.InvariantCulture),
            Convert.ToInt64(range.Maximum, CultureInfo.InvariantCulture));

    /// <summary>All of them, in the order of <see cref="RunBounds"/>.</summary>
    public static IReadOnlyList<RunBound> All { get; } =
    [
        .. from property in typeof(RunBounds).GetProperties()
           let range = typeof(RunsOptions).GetProperty(property.Name)?.GetCustomAttribute<RangeAttribute>()
           where range is not null
           select new RunBound(property, range),
    ];

    /// <summary>Of the property, and of the setting.</summary>
    public string Name => _property.Name;

    public long Least { get; }

    public long Most { get; }

    public bool Allows(long value) => value >= Least && value <= Most;

    public long Of(RunBounds bounds) => Convert.ToInt64(_property.GetValue(bounds), CultureInfo.InvariantCulture);

    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public RunBounds Set(RunBounds bounds, long value)
    {
        if (!Allows(value)) throw new ArgumentOutOfRangeException(nameof(value), value, $"{Name} lies between {Least} and {Most}.");
        var changed = bounds with { };
        _property.SetValue(changed, Convert.ChangeType(value, _property.PropertyType, CultureInfo.InvariantCulture));
        return changed;
    }
}
