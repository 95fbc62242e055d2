using System.Text;
using MnistBlazor.Lessons.Code;

namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>
/// Population by sex of Korea's 17 provinces. End of 2024: resident registration, Ministry of the Interior and Safety. 2015: census,
/// Statistics Korea. Area: cadastral statistics, Ministry of Land, Infrastructure and Transport, end of 2023, rounded: of cities with a
/// rank of their own to 1 km², of provinces to 10 km². Gunwi county (614 km²) moved from North Gyeongsang to Daegu in July 2023: population
/// of 2024 and areas are after that, population of 2015 and the embedded borders before.
/// </summary>
public static class ExampleTable
{
    /// <summary>As in the file of the same name.</summary>
    public static string Csv { get; } = EmbeddedText.Read(typeof(ExampleTable).Assembly, "maps/tables/population.csv")!;

    public static RegionTable Table { get; } = TableReader.Read(Encoding.UTF8.GetBytes(Csv));
}
