using System.Text.Json.Serialization;

namespace MnistBlazor.ML.Training;

/// <summary>How far a training image may be changed at random; 0: not at all.</summary>
/// <param name="Rotation">Degrees to either side, 0 to 45.</param>
/// <param name="Shift">Pixels in each direction, 0 to 8.</param>
/// <param name="Zoom">Share by which it is enlarged or shrunk, 0 to 0.5.</param>
public sealed record Augmentation(double Rotation = 0, double Shift = 0, double Zoom = 0)
{
    /// <summary>
    /// Whole pixels in each direction by which all images of a batch are shifted alike, 0 to 4: hardly any work, and in every batch another
    /// shift.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int BatchShift { get; init; }

    /// <summary>Whether each image is changed by an amount of its own.</summary>
    [JsonIgnore]
    public bool VariesEach => Rotation > 0 || Shift > 0 || Zoom > 0;

    /// <exception cref="ArgumentException">A value is out of its bounds; the message says which, and what is allowed.</exception>
    internal void Check()
    {
        if (Rotation is not (>= 0 and <= 45)) throw new ArgumentException($"Rotation is 0 to 45 degrees, not {Rotation}.");
        if (Shift is not (>= 0 and <= 8)) throw new ArgumentException($"Shift is 0 to 8 pixels, not {Shift}.");
        if (Zoom is not (>= 0 and <= 0.5)) throw new ArgumentException($"Zoom is 0 to 0.5, not {Zoom}.");
        if (BatchShift is not (>= 0 and <= 4)) throw new ArgumentException($"A batch is shifted by 0 to 4 pixels, not {BatchShift}.");
    }

    /// <summary>
    /// Shifts the batch, then turns, shifts and zooms each image by an amount of its own. Nothing is drawn for what is not set.
    /// </summary>
    /// <param name="images">[N, 784], 0 to 1.</param>
    /// <param name="noise">On the CPU, whatever the device of the images: they are changed in the same way on every device.</param>
    /// <returns>[N, 784], 0 to 1; what comes in from outside is paper.</returns>
    internal static Tensor Apply(Augmentation options, Tensor images, Generator noise)
    {
        #region cell: augmentation
        if (options.BatchShift > 0)
        {
            // One shift for all images: put a frame of paper around them,
            // and begin anywhere within it, to the pixel.
            var frame = options.BatchShift;
            var framed = functional.pad(images.reshape(-1, 28, 28),
                [frame, frame, frame, frame]);
            var start = randint(0, 2 * frame + 1, [2, 1], generator: noise);
            var places = (start + arange(28))
                .to(images.device, non_blocking: true);
            images = framed.index_select(1, places[0]).index_select(2, places[1])
                .reshape(-1, 28 * 28);
        }
        if (options.VariesEach)
        {
            // For every image an angle, a zoom and a shift, drawn anew each time.
            var count = images.shape[0];
            var angle = Random(options.Rotation * Math.PI / 180);
            var zoom = 1 + Random(options.Zoom);

            // Half an image is 14 pixels.
            var shiftX = Random(options.Shift / 14);
            var shiftY = Random(options.Shift / 14);

            // From -most to +most.
            Tensor Random(double most) =>
                ((rand(count, generator: noise) * 2 - 1) * most)
                    .to(images.device, non_blocking: true);

            // Where each pixel comes from in the old picture: a 2 x 3 matrix.
            var (cos, sin) = (angle.cos() / zoom, angle.sin() / zoom);
            var above = stack([cos, -sin, shiftX], 1);
            var below = stack([sin, cos, shiftY], 1);
            var grid = functional.affine_grid(stack([above, below], 1),
                [count, 1, 28, 28], align_corners: false);
            var pictures = images.reshape(count, 1, 28, 28);
            var changed = functional.grid_sample(pictures, grid, align_corners: false);
            images = changed.reshape(count, 28 * 28);
        }
        #endregion

        return images;
    }
}
