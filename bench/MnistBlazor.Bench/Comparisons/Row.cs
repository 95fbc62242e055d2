namespace MnistBlazor.Bench.Comparisons;

/// <summary>One line of the table.</summary>
/// <param name="Measured">What.</param>
/// <param name="Ours">The app's figure, with its unit and spread.</param>
/// <param name="Against">What it is compared with; empty: with nothing.</param>
/// <param name="Theirs">That one's figure, or why there is none.</param>
/// <param name="Reached">What is held against the goal.</param>
/// <param name="Goal">What is to be reached; empty: it is only shown.</param>
/// <param name="Held">Null: there is no goal, or nothing to compare with.</param>
internal sealed record Row(string Measured, string Ours, string Against, string Theirs, string Reached, string Goal, bool? Held)
{
    /// <summary>Ours may take so many times what they take.</summary>
    /// <param name="theirs">Null: it is not to be had here.</param>
    /// <param name="most">Null: only shown.</param>
    public static Row Ratio(string measured, Samples ours, string against, Samples? theirs, string unit, double? most)
    {
        var ratio = ours.Median / theirs?.Median;
        return new(
            measured, ours.Text(unit), against, theirs?.Text(unit) ?? "not here", ratio is { } known ? "x " + Samples.Number(known) : "",
            most is { } bound ? $"x {Samples.Number(bound)} at most" : "", ratio is null || most is null ? null : ratio <= most);
    }

    /// <summary>Ours may be so much.</summary>
    /// <param name="reached">What is held against the bound, in the unit.</param>
    public static Row AtMost(
        string measured, string ours, double reached, string unit, double most, string against = "", string theirs = "") => new(
            measured, ours, against, theirs, $"{Samples.Number(reached)} {unit}", $"{Samples.Number(most)} {unit} at most",
            reached <= most);

    /// <summary>Ours may be so much in the median.</summary>
    public static Row AtMost(string measured, Samples ours, string unit, double most) =>
        AtMost(measured, ours.Text(unit), ours.Median, unit, most);

    /// <summary>Without a goal.</summary>
    public static Row Shown(string measured, string ours, string against = "", string theirs = "") =>
        new(measured, ours, against, theirs, "", "", null);

    /// <summary>As a line of a Markdown table.</summary>
    public override string ToString()
    {
        var held = Held switch { true => "yes", false => "**no**", null => "" };
        return $"| {Measured} | {Ours} | {Against} | {Theirs} | {Reached} | {Goal} | {held} |";
    }
}
