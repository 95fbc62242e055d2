using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Code;
using MnistBlazor.Lessons.Parameters;
using MnistBlazor.ML.Surfaces;

namespace MnistBlazor.Lessons.Optimizers;

/// <summary>A loss of two weights, as a map.</summary>
public sealed class SurfaceCell : LessonCell
{
    public const string Name = "surface";

    public SurfaceCell() : base(Name)
    {
        Parameters = [OptimizersParameters.Surface, OptimizersParameters.Formula, OptimizersParameters.Reach];
        Code =
        [
            CodeRegions.TestSurfaces.SurfaceValley with { When = For("valley") },
            CodeRegions.TestSurfaces.SurfaceSaddle with { When = For("saddle") },
            CodeRegions.TestSurfaces.SurfaceBeale with { When = For("beale") },
            CodeRegions.TestSurfaces.SurfaceRosenbrock with { When = For("rosenbrock") },
            CodeRegions.TestSurfaces.SurfaceHimmelblau with { When = For("himmelblau") },
            CodeRegions.TestSurfaces.SurfaceManyMinima with { When = For("many-minima") },
        ];
    }

    public override Type Output => typeof(SurfaceOutput);

    public override bool IsQuick => true;

    public override async Task<CellResult> EvaluateAsync(CellContext context)
    {
        var surface = OptimizersParameters.SurfaceOf(context.Values);
        return CellResult.Completed(new SurfaceOutput(await context.Services.Lane.RunAsync(() => HeightMap.Of(surface), context.Stop)));
    }

    private static Condition For(string surface) => new(OptimizersParameters.SurfaceId, [surface]);
}

public sealed record SurfaceOutput(HeightMap Map) : CellOutput;

/// <summary>A surface as it is drawn.</summary>
/// <param name="Side">Places along each side.</param>
/// <param name="Heights">[side * side], row by row from the bottom, as <see cref="HeightScale.Pack"/> writes them.</param>
/// <param name="Minima">The lowest points, where they are known.</param>
public sealed record HeightMap(
    SurfaceWindow Window, int Side, byte[] Heights, HeightScale Scale, IReadOnlyList<SurfacePoint> Minima)
{
    /// <summary>Fine enough for the dents of the surface with many of them.</summary>
    private const int Places = 121;

    /// <summary>Computes it; on a thread for tensors.</summary>
    internal static HeightMap Of(Surface surface)
    {
        var losses = surface.Grid(surface.Window, Places, Places);
        var scale = HeightScale.Of(losses);
        return new(surface.Window, Places, scale.Pack(losses), scale, surface.Minima);
    }
}
