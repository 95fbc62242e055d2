namespace MnistBlazor.ML.Training;

/// <summary>How far a training image may be changed at random; 0: not at all.</summary>
/// <param name="Rotation">Degrees to either side, 0 to 45.</param>
/// <param name="Shift">Pixels in each direction, 0 to 8.</param>
/// <param name="Zoom">Share by which it is enlarged or shrunk, 0 to 0.5.</param>
public sealed record Augmentation(double Rotation = 0, double Shift = 0, double Zoom = 0)
{
    /// <exception cref="ArgumentException">A value is out of its bounds; the message says which, and what is allowed.</exception>
    internal void Check()
    {
        if (Rotation is not (>= 0 and <= 45)) throw new ArgumentException($"Rotation is 0 to 45 degrees, not {Rotation}.");
        if (Shift is not (>= 0 and <= 8)) throw new ArgumentException($"Shift is 0 to 8 pixels, not {Shift}.");
        if (Zoom is not (>= 0 and <= 0.5)) throw new ArgumentException($"Zoom is 0 to 0.5, not {Zoom}.");
    }

    /// <summary>Turns, shifts and zooms each image by an amount of its own.</summary>
    /// <param name="images">[N, 784], 0 to 1.</param>
    /// <param name="noise">On the CPU, whatever the device of the images: they are changed in the same way on every device.</param>
    /// <returns>[N, 784], 0 to 1; what comes in from outside is paper.</returns>
    internal static Tensor Apply(Augmentation options, Tensor images, Generator noise)
    {
        #region cell: augmentation
        // For every image an angle, a zoom and a shift, drawn anew each time it is seen.
        var count = images.shape[0];
        var angle = Random(options.Rotation * Math.PI / 180);
        var zoom = 1 + Random(options.Zoom);

        // Half an image is 14 pixels.
        var shiftX = Random(options.Shift / 14);
        var shiftY = Random(options.Shift / 14);

        // From -most to +most.
        Tensor Random(double most) =>
            ((rand(count, generator: noise) * 2 - 1) * most).to(images.device);

        // Where in the old picture each pixel of the new one comes from: a 2 x 3 matrix.
        var (cos, sin) = (angle.cos() / zoom, angle.sin() / zoom);
        var theta = stack([stack([cos, -sin, shiftX], 1), stack([sin, cos, shiftY], 1)], 1);
        var grid = functional.affine_grid(theta, [count, 1, 28, 28], align_corners: false);
        var pictures = images.reshape(count, 1, 28, 28);
        var changed = functional.grid_sample(pictures, grid, align_corners: false);
        #endregion

        return changed.reshape(count, 28 * 28);
    }
}
