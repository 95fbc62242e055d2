using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Surfaces;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>What can be set in the lab, and the surface that the settings stand for.</summary>
internal static class OptimizersParameters
{
    public const string SurfaceId = "surface";

    private const double Usual = 0.01;

    /// <summary>Learning rates of sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw that show what each is like there.</summary>
    private static readonly Dictionary<string, double[]> Rates = new()
    {
        ["valley"] = [0.1, 0.02, 0.02, 0.05, 0.5, 0.1, 0.1],
        ["saddle"] = [0.02, 0.01, 0.01, 0.02, 0.1, 0.05, 0.05],
        ["beale"] = [0.01, 0.002, 0.002, 0.05, 0.5, 0.1, 0.1],
        ["rosenbrock"] = [0.001, 0.001, 0.001, 0.05, 0.5, 0.3, 0.3],
        ["himmelblau"] = [0.002, 0.001, 0.001, 0.05, 0.5, 0.2, 0.2],
        ["many-minima"] = [0.002, 0.002, 0.002, 0.05, 1, 0.2, 0.2],
        [TypedSurface.Id] = [0.02, 0.01, 0.01, 0.02, 0.2, 0.05, 0.05],
        // Lesson 2's network.
        ["network"] = [0.1, 0.05, 0.05, 0.001, 0.01, 0.001, 0.001],
    };

    public static readonly ChoiceParameter Surface =
        new(SurfaceId, "valley", [.. TestSurfaces.All.Select(surface => surface.Id), TypedSurface.Id]);

    public static readonly FormulaParameter Formula = new("height", "(x - 1)^2 + 3*sin(y)^2") { When = Own };

    public static readonly NumberParameter Reach = new("reach", "3", 0.5, 50, Step: 0.5) { When = Own };

    // The valley's own start; outside every other surface, which then begin at theirs.
    public static readonly NumberParameter StartX = new("start-x", "-7", -100, 100, Step: 0.05);

    public static readonly NumberParameter StartY = new("start-y", "2", -100, 100, Step: 0.05);

    public static readonly NumberParameter Steps = new("steps", "150", 1, Descent.MaxSteps, Integer: true);

    public static readonly NumberParameter Noise = new("noise", "0", 0, 20, Step: 0.5);

    public static readonly OptimizersParameter Walkers =
        new("optimizers", "sgd,momentum,rmsprop,adagrad,adam", 1, OptimizerKnown.All.Count)
        {
            SuitedRate = (values, id) => Rate(values.Text(SurfaceId), id),
        };

    public static readonly OptimizersParameter Racers = new("racers", "sgd,momentum,adam", 3, 6)
    {
        SuitedRate = (_, id) => SuitedRate(id),
    };

    public static readonly OptimizersParameter Swept = new("swept", "sgd,momentum,adam", 1, OptimizerKnown.All.Count)
    {
        SuitedRate = (_, id) => SuitedRate(id), HasRates = false,
    };

    public static readonly ChoiceParameter RatesPerDecade = new("rates-per-decade", "2", ["1", "2", "4"]);

    public static readonly ChoiceParameter StepOptimizer = new("step-optimizer", "adam", [.. OptimizerKnown.All.Select(known => known.Id)]);

    public static readonly NumberParameter StepNumber = new("step-number", "20", 1, 500, Integer: true);

    // Clicked in the picture of the weights.
    public static readonly NumberParameter WeightClass = new("weight-class", "3", 0, 999, Integer: true) { HasOwnControl = true };

    public static readonly NumberParameter WeightPixel =
        new("weight-pixel", "406", 0, (28 * 28) - 1, Integer: true) { HasOwnControl = true };

    public static readonly RunParameter Network = new("network", RunParameter.Newest);

    public static readonly ChoiceParameter Directions = new("directions", "random", ["random", "path"]);

    public static readonly ChoiceParameter LandscapeSize = new("landscape-size", "25", ["15", "25", "51"]);

    public static readonly NumberParameter DirectionSeed =
        new("direction-seed", "1", 0, int.MaxValue, Integer: true) { When = new("directions", ["random"]) };

    private static Condition Own => new(SurfaceId, [TypedSurface.Id]);

    /// <exception cref="FormulaException">The typed formula is none.</exception>
    public static Surface SurfaceOf(ParameterValues values)
    {
        if (TestSurfaces.Find(values.Text(SurfaceId)) is { } known) return known;
        var reach = values.Number(Reach.Id);
        return TypedSurface.Parse(values.Text(Formula.Id), new(-reach, reach, -reach, reach), new(-0.75 * reach, 0.6 * reach));
    }

    /// <summary>Where the walk begins: what is set, if it is on the map.</summary>
    public static SurfacePoint StartOf(ParameterValues values, Surface surface)
    {
        var start = new SurfacePoint(values.Number(StartX.Id), values.Number(StartY.Id));
        return surface.Window.Contains(start) ? start : surface.Start;
    }

    /// <summary>The learning rate that suits lesson 2's network, and lesson 1's.</summary>
    public static double SuitedRate(string optimizer) => Rate("network", optimizer);

    private static double Rate(string place, string id)
    {
        var at = OptimizerKnown.All.Index().First(known => known.Item.Id == id).Index;
        return Rates.TryGetValue(place, out var rates) ? rates[at] : Usual;
    }
}
