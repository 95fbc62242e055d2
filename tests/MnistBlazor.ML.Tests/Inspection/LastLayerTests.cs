using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Inspection;
using static MnistBlazor.ML.Tests.Inspection.InspectorTests;

namespace MnistBlazor.ML.Tests.Inspection;

/// <summary>What the last layer reads, as numpy and PyTorch see it (tests/oracle/inspection.py): mapped, changed, and taken away.</summary>
public class LastLayerTests
{
    private static readonly int[] All = [.. Enumerable.Range(0, 40)];

    public static TheoryData<string> Networks => InspectorTests.Networks;

    [Theory]
    [MemberData(nameof(Networks))]
    public void Components_shares_and_neighbours_are_numpys(string network)
    {
        using var inspector = new Inspector(Model(Specs[network]));
        var (seen, found) = (Oracle[network].Map, inspector.Map(Pictures(), All)!);

        AssertNear(seen.Shares, found.Shares[..2]);
        Assert.Equal(seen.Shares.Sum(), found.PlaneShare, 1e-5);
        AssertClose(seen.Coordinates, Plane(found), 1e-4);
        Assert.All(seen.SameInLayer.Zip(found.SameInLayer), pair => Assert.Equal(pair.First, pair.Second!.Value, 1e-5));
        Assert.All(seen.SameInPicture.Zip(found.SameInPicture), pair => Assert.Equal(pair.First, pair.Second!.Value, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void An_image_is_placed_where_it_lies_on_the_map(string network)
    {
        using var inspector = new Inspector(Model(Specs[network]));
        var map = inspector.Map(Pictures(), All)!;

        AssertClose(map.Coordinates[..map.Components], inspector.Place(Picture(1), map)!, 1e-4);
        Assert.Null(inspector.Place(Picture(1), map with { Mean = [0] }));
        Assert.Throws<ArgumentException>(() => inspector.Place(new byte[783], map));
    }

    [Fact]
    public void A_map_is_turned_to_the_one_before_so_that_points_stay()
    {
        using var inspector = new Inspector(Model(Specs["mlp"]));
        var map = inspector.Map(Pictures(), All)!;
        // The same picture turned by a right angle and mirrored.
        var turned = map with { Coordinates = [.. map.Coordinates.Select((_, i) => Turned(map, i))] };

        var again = inspector.Map(Pictures(), All, turned)!;

        AssertClose(Plane(turned), Plane(again), 1e-4);
        Assert.Equal(map.PlaneShare, again.PlaneShare, 1e-6);
        AssertClose([.. again.Coordinates.Take(again.Components)], inspector.Place(Picture(1), again)!, 1e-4);
    }

    [Fact]
    public void Weights_that_are_no_numbers_give_no_map()
    {
        using var inspector = new Inspector(Model(Specs["mlp"], scale: float.NaN));

        Assert.Null(inspector.Map(Pictures(), All));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_changed_reading_leaves_the_network_as_it_was(string network)
    {
        var model = Model(Specs[network]);
        using var inspector = new Inspector(model);
        using var predictor = new Predictor(model);
        var whole = predictor.Predict(Picture(0));

        AssertNear(whole, inspector.Answer(Picture(0), []));
        var unit = Enumerable.Range(0, inspector.LastLayer.PerUnit).First(Matters);
        var weight = inspector.LastLayer.Of(2)[unit];
        var more = inspector.Answer(Picture(0), [new(unit, 2, weight + 5)]);
        Assert.NotEqual(whole[2], more[2], 1e-3);
        // The scores of the others stay, and so do the ratios of their probabilities.
        Assert.Equal(whole[0] / whole[1], more[0] / more[1], 1e-3);
        AssertNear(whole, inspector.Answer(Picture(0), [new(unit, 2, weight), new(unit, null, 1)]));
        AssertNear(whole, inspector.Answer(Picture(0), []));

        bool Matters(int unit) => inspector.Answer(Picture(0), [new(unit, null, 0)]).Zip(whole).Any(pair => pair.First != pair.Second);
    }

    [Fact]
    public void An_edit_that_the_layer_has_no_place_for_is_refused()
    {
        using var inspector = new Inspector(Model(Specs["mlp"]));
        NetworkEdit[] wrong =
        [
            new(-1, null, 0), new(9, null, 0), new(0, Classes, 0), new(0, -1, 0), new(0, 0, float.NaN), new(0, null, 101),
        ];

        Assert.All(wrong, edit => Assert.Throws<ArgumentException>(() => inspector.Answer(Picture(0), [edit])));
        Assert.Throws<ArgumentException>(() => inspector.Answer(Picture(0), [.. Enumerable.Repeat(new NetworkEdit(0, null, 1), 51)]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void What_is_read_right_without_each_unit_is_PyTorchs(string network)
    {
        using var survey = new AblationSurvey(Model(Specs[network]), Pictures());
        Assert.Throws<InvalidOperationException>(() => survey.Result());
        while (!survey.Finished) survey.Next();

        var (seen, found) = (Oracle[network].Ablation, survey.Result());

        Assert.Equal(1, survey.Progress);
        Assert.Equal(Enumerable.Repeat(8, Classes), found.Tested);
        Assert.Equal(seen.Right, found.Right);
        Assert.Equal(seen.Without, found.Without);
        Assert.Equal(seen.Without.Min(unit => unit[1]), found.Without[found.MattersMostFor(1)][1]);
    }

    private static float[] Plane(FeatureMap map) => [.. map.Coordinates.Chunk(map.Components).SelectMany(point => point[..2])];

    private static float Turned(FeatureMap map, int place) => (place % map.Components) switch
    {
        0 => map.Coordinates[place + 1],
        1 => map.Coordinates[place - 1],
        _ => map.Coordinates[place],
    };

    private static void AssertClose(float[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, tolerance * scale));
    }
}
