namespace MnistBlazor.Lessons.Tests.Code;

/// <summary>The names that the build gives to the pieces of source, and what it refuses.</summary>
public class CodeRegionsTests
{
    private readonly List<string> _errors = [];
    private readonly RegionNames _regions;

    public CodeRegionsTests() => _regions = new("/ml", (path, line, message) => _errors.Add($"{path}({line}): {message}"));

    [Fact]
    public void A_piece_is_named_by_its_file_and_region()
    {
        _regions.Read(
            "/ml/Training/Trainer.cs",
            ["#region cell: setup", "#endregion", "#region other", "#endregion", "  #region cell: training-step", "  #endregion"]);

        Assert.Empty(_errors);
        Assert.Contains(
            """
                public static class Trainer
                {
                    public static readonly CodeCut Setup = new("Training/Trainer.cs", "setup");
                    public static readonly CodeCut TrainingStep = new("Training/Trainer.cs", "training-step");
                }
            """, _regions.ToCSharp());
    }

    [Fact]
    public void A_piece_that_is_called_as_its_file_is_goes_by_another_name()
    {
        _regions.Read("/ml/Training/Augmentation.cs", ["#region cell: augmentation", "#endregion"]);

        Assert.Contains("CodeCut Code = new(\"Training/Augmentation.cs\", \"augmentation\");", _regions.ToCSharp());
    }

    [Theory]
    [InlineData("/ml/A.cs(2): This region has no end.", "", "#region cell: one")]
    [InlineData("/ml/A.cs(1): This region goes on where another begins.", "#region cell: one", "#region cell: two", "#endregion")]
    [InlineData("/ml/A.cs(1): This region goes on where another begins.", "#region cell: one", "#region two", "#endregion", "#endregion")]
    [InlineData("/ml/A.cs(3): There is a region \"cell: one\" already.",
        "#region cell: one", "#endregion", "#region cell: one", "#endregion")]
    [InlineData("/ml/A.cs(1): A region's name consists of small letters, digits and hyphens.", "#region cell: One", "#endregion")]
    [InlineData("/ml/A.cs(3): There is a region \"cell: a\" already.", "#region cell: a", "#endregion", "#region cell: code", "#endregion")]
    public void What_cannot_be_named_or_cut_is_refused_with_its_file_and_line(string error, params string[] lines)
    {
        _regions.Read("/ml/A.cs", lines);

        Assert.Equal([error], _errors);
    }

    [Fact]
    public void Two_files_of_one_name_cannot_both_have_pieces()
    {
        _regions.Read("/ml/Data/A.cs", ["#region cell: one", "#endregion"]);
        _regions.Read("/ml/Models/A.cs", ["#region cell: two", "#endregion"]);

        Assert.Equal(["/ml/Models/A.cs(1): Data/A.cs, of the same name, has regions already."], _errors);
    }

    [Fact]
    public void A_piece_that_a_text_names_has_to_be_there()
    {
        _regions.Read("/ml/Data/A.cs", ["#region cell: one", "#endregion"]);
        _regions.Check("/lesson.txt", ["//= Data/A.cs # one", "", "    //= Data/A.cs # two", "//= model"]);

        Assert.Equal(["/lesson.txt(3): Data/A.cs has no region \"cell: two\"."], _errors);
    }
}
