namespace MnistBlazor.Lessons.Maps.Tables;

/// <summary>How large a table may be. The third level of Korea's districts has 3,500 regions.</summary>
/// <param name="Cell">Letters.</param>
public sealed record TableBounds(int Bytes = 2 << 20, int Rows = 5_000, int Columns = 100, int Cell = 200);
