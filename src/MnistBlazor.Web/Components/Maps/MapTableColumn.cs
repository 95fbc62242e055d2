using System.Globalization;
using MnistBlazor.Web.Models.Maps;

namespace MnistBlazor.Web.Components.Maps;

/// <param name="Say">By region, for readers.</param>
/// <param name="Raw">By region, for files.</param>
public sealed record MapTableColumn(string Name, Func<int, string> Say, Func<int, string> Raw)
{
    public static MapTableColumn Of(string name, IReadOnlyList<double?> values) => new(
        name, region => MapFace.Figure(values[region]),
        region => values[region]?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    public static MapTableColumn Of(string name, IReadOnlyList<int?> classes) => new(
        name, region => classes[region] is { } found ? $"{found + 1}" : "–", region => classes[region] is { } found ? $"{found + 1}" : "");
}
