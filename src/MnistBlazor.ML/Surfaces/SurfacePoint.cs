namespace MnistBlazor.ML.Surfaces;

/// <summary>Two weights, as a place on a surface.</summary>
public readonly record struct SurfacePoint(double X, double Y);

/// <summary>The part of a surface that is drawn.</summary>
public readonly record struct SurfaceWindow(double Left, double Right, double Bottom, double Top)
{
    public bool Contains(SurfacePoint point) => point.X >= Left && point.X <= Right && point.Y >= Bottom && point.Y <= Top;
}
