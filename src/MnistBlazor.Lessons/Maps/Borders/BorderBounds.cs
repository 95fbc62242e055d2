namespace MnistBlazor.Lessons.Maps.Borders;

/// <summary>How large a file of borders may be.</summary>
/// <param name="Bytes">As it comes, and unpacked.</param>
/// <param name="Points">Corners, before they are made fewer.</param>
/// <param name="DrawnPoints">Corners that a page is given.</param>
public sealed record BorderBounds(int Bytes = 32 << 20, int Regions = 1_000, int Points = 1_000_000, int DrawnPoints = 40_000);
