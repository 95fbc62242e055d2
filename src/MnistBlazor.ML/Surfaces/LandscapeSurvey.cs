using MnistBlazor.ML.Data;
using MnistBlazor.ML.Inference;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Surfaces;

/// <summary>The two directions in which a landscape leads away from the trained weights.</summary>
public enum LandscapeDirections
{
    /// <summary>Drawn at random: how wide the hollow is in which the network has come to rest.</summary>
    Random,

    /// <summary>Those in which the run's weights lie the furthest apart (principal components): the way can be seen.</summary>
    Path,
}

/// <summary>How a landscape is computed.</summary>
/// <param name="Size">Places along each side: odd, so that the trained network itself is in the middle. 3 to 51.</param>
/// <param name="Images">The first so many training images are what the loss is measured on: 1 to 10,000.</param>
/// <param name="Seed">Of the random directions.</param>
public sealed record LandscapeOptions(
    LandscapeDirections Directions = LandscapeDirections.Random, int Size = 25, int Images = 1000, int Seed = 1);

/// <summary>Where a run was after a step, in the plane of a landscape.</summary>
/// <param name="Share">How much of its way to the trained weights lies in this plane: 0 (none of it can be seen) to 1.</param>
public sealed record LandscapePoint(int Step, double X, double Y, double Share);

/// <summary>
/// The loss of a trained network in a plane through its weights: <c>loss(weights + x a + y b)</c>, where the directions a and b are as
/// long, filter by filter, as the weights, so that networks can be compared whatever the size of their weights. Row by row, so that whoever
/// shares the thread has it in between. It keeps tensors of the size of the network: dispose it.
/// </summary>
/// <remarks>Source: Li, Xu, Taylor, Studer and Goldstein, Visualizing the loss landscape of neural nets, 2018.</remarks>
public sealed class LandscapeSurvey : IDisposable
{
    private const int ChunkSize = 1000;

    private readonly TrainedModel _model;
    private readonly Device _device;
    private readonly Tensor[] _center, _a, _b;
    private readonly Tensor _images, _labels;

    /// <param name="model">The network in the middle.</param>
    /// <param name="checkpoints">The run's earlier weights, in order of their steps.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds, or a checkpoint is one of another network.</exception>
    /// <exception cref="FormatException">The weights are damaged.</exception>
    public LandscapeSurvey(
        TrainedModel model, IReadOnlyList<(int Step, TrainedModel Model)> checkpoints, ImageDataset dataset, string device,
        LandscapeOptions options)
    {
        Check(options);
        (_model, _device, Size) = (model, TorchRuntime.Device(device), options.Size);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = model.ToNetwork(_device);
        _center = [.. network.parameters().Select(parameter => parameter.detach().clone())];
        var away = checkpoints.Select(checkpoint => Away(checkpoint.Model, _center, _device)).ToList();
        (_a, _b) = Directions(options, _center, away);
        Path = [.. away.Select((difference, index) => Project(checkpoints[index].Step, difference, _a, _b))];
        // All of the way that lies in the plane can be seen.
        Reach = Math.Max(1, 1.15 * Path.Select(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y))).DefaultIfEmpty(0).Max());
        (_images, _labels) = dataset.OnDevice(device).Train.First(Math.Min(options.Images, dataset.Train.Count));
        foreach (var tensor in Kept) tensor.DetachFromDisposeScope();
    }

    /// <summary>Places along each side.</summary>
    public int Size { get; }

    /// <summary>The plane goes from -Reach to Reach both ways; 1: as far as the weights are long.</summary>
    public double Reach { get; }

    /// <summary>The run's checkpoints, seen from straight above, in order.</summary>
    public IReadOnlyList<LandscapePoint> Path { get; }

    private IEnumerable<Tensor> Kept => [.. _center, .. _a, .. _b, _images, _labels];

    /// <summary>The losses of one row.</summary>
    /// <param name="row">0 (y = -Reach) to Size - 1.</param>
    /// <returns>[Size], from x = -Reach; infinite where the network gives no number.</returns>
    public double[] Row(int row, CancellationToken cancellation = default)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var network = _model.ToNetwork(_device);
        var parameters = network.parameters().ToArray();
        var losses = new double[Size];
        for (var column = 0; column < Size; column++)
        {
            cancellation.ThrowIfCancellationRequested();
            losses[column] = LossAt(network, parameters, At(column, Size, Reach), At(row, Size, Reach));
        }
        return losses;
    }

    public void Dispose()
    {
        foreach (var tensor in Kept) tensor.Dispose();
    }

    /// <summary>How far from the middle a column or row is.</summary>
    /// <param name="index">0 to size - 1.</param>
    public static double At(int index, int size, double reach) => reach * (2.0 * index / (size - 1) - 1);

    private static void Check(LandscapeOptions options)
    {
        if (options.Size is < 3 or > 51 || options.Size % 2 == 0)
            throw new ArgumentException($"A landscape has 3, 5, … 51 places along each side, not {options.Size}.");
        if (options.Images is < 1 or > 10_000) throw new ArgumentException($"1 to 10000 images, not {options.Images}.");
    }

    private double LossAt(Module<Tensor, Tensor> network, Tensor[] parameters, double x, double y)
    {
        using var scope = NewDisposeScope();
        var (center, a, b, images, labels) = (_center, _a, _b, _images, _labels);

        #region cell: landscape
        // The trained weights, moved by x one way and by y another.
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].copy_(center[i] + x * a[i] + y * b[i]);

        // How wrong the network would be there.
        var scores = cat([.. images.split(ChunkSize).Select(network.forward)], 0);
        var loss = functional.cross_entropy(scores, labels);
        #endregion

        var value = loss.item<float>();
        return float.IsNaN(value) ? double.PositiveInfinity : value;
    }

    private static Tensor[] Away(TrainedModel model, Tensor[] center, Device on)
    {
        using var network = model.ToNetwork(on);
        var parameters = network.parameters().ToArray();
        if (parameters.Length != center.Length || parameters.Zip(center).Any(pair => !pair.First.shape.SequenceEqual(pair.Second.shape)))
            throw new ArgumentException("A checkpoint is one of another network.");
        return [.. parameters.Zip(center, (there, here) => (there.detach() - here))];
    }

    private static (Tensor[] A, Tensor[] B) Directions(LandscapeOptions options, Tensor[] center, List<Tensor[]> away)
    {
        if (options.Directions == LandscapeDirections.Path && PrincipalComponents(away, center) is { } components) return components;
        using var generator = Seeds.Weights(options.Seed);
        return (RandomDirection(center, generator), RandomDirection(center, generator));
    }

    private static Tensor[] RandomDirection(Tensor[] center, Generator generator)
    {
        return [.. center.Select(Direction)];

        Tensor Direction(Tensor weights)
        {
            #region cell: landscape-direction
            // A random direction, as long as the filter itself; no bias moves.
            if (weights.dim() < 2) return zeros_like(weights);
            var random = randn(weights.shape, generator: generator).to(weights.device);
            var length = Norm(weights) / (Norm(random) + 1e-10);
            var direction = random * length;
            #endregion

            return direction;
        }

        // One length for each filter (the weights of one unit), in the shape of the weights.
        static Tensor Norm(Tensor weights) =>
            weights.flatten(1).norm(1).reshape([weights.shape[0], .. Enumerable.Repeat(1L, (int)weights.dim() - 1)]);
    }

    // Of few points in a large space: the eigenvectors of their products with each other give the directions.
    private static (Tensor[] A, Tensor[] B)? PrincipalComponents(List<Tensor[]> away, Tensor[] center)
    {
        if (away.Count < 2) return null;
        var points = stack([.. away.Select(Flat)], 0); // [checkpoints, weights]: the trained network is at 0
        var (values, vectors) = linalg.eigh(points.matmul(points.t()).to(float64).cpu());
        if (values[^2].item<double>() <= 0) return null;
        return (Component(^1), Component(^2));

        Tensor[] Component(Index which)
        {
            var column = vectors.select(1, which.GetOffset(away.Count)).to(points.dtype).to(points.device);
            var direction = column.matmul(points);
            return Unflat(direction / direction.norm() * Length(center), center);
        }
    }

    private static Tensor Length(Tensor[] tensors) => Flat(tensors).norm();

    private static Tensor Flat(Tensor[] tensors) => cat([.. tensors.Select(tensor => tensor.reshape(-1))], 0);

    private static Tensor[] Unflat(Tensor flat, Tensor[] like)
    {
        var start = 0L;
        var parts = new Tensor[like.Length];
        for (var i = 0; i < like.Length; i++)
        {
            parts[i] = flat.narrow(0, start, like[i].numel()).reshape(like[i].shape);
            start += like[i].numel();
        }
        return parts;
    }

    // Least squares, since the directions need not be at right angles.
    private static LandscapePoint Project(int step, Tensor[] difference, Tensor[] a, Tensor[] b)
    {
        var (d, u, v) = (Flat(difference).to(float64), Flat(a).to(float64), Flat(b).to(float64));
        var (uu, uv, vv) = (Dot(u, u), Dot(u, v), Dot(v, v));
        var (du, dv, dd) = (Dot(d, u), Dot(d, v), Dot(d, d));
        var determinant = uu * vv - uv * uv;
        var (x, y) = ((du * vv - dv * uv) / determinant, (dv * uu - du * uv) / determinant);
        return new(step, x, y, dd == 0 ? 1 : Math.Clamp((x * du + y * dv) / dd, 0, 1));

        static double Dot(Tensor left, Tensor right) => left.dot(right).item<double>();
    }
}
