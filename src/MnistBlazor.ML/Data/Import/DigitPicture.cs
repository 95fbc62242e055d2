using MnistBlazor.ML.Inference;

namespace MnistBlazor.ML.Data.Import;

/// <summary>A photograph, a scan or a screenshot of one digit, whatever it is written on, as ink.</summary>
public static class DigitPicture
{
    /// <summary>Its longest side, pixels: 28 are made of it.</summary>
    public const int MostSide = 256;

    /// <param name="content">An image file of any kind that data sets may have.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <returns>0 (paper) to 255 (ink).</returns>
    /// <exception cref="DatasetException">The file is no image, damaged or too large, or nothing is written on it.</exception>
    public static GreyPicture Read(byte[] content, string file, DatasetBounds bounds)
    {
        if (content.Length > bounds.FileBytes) throw DatasetError.TooLarge(file, bounds.FileBytes);
        var image = ImageDecoder.Decode(content, file, bounds.ImageSide).Within(MostSide);
        var traits = InkFinder.Of(image);
        // What an image alone does not say is said by how most people write.
        var ground = traits.Ground == Ground.Unclear ? Ground.PaperWithDarkInk : traits.Ground;
        var pixels = new ImageRecipe(ground, IsStretched: true, IsTransposed: false, IsDrawing: true).InkOf(image);
        if (traits.IsBlank || pixels.Max() == 0) throw DatasetError.Blank(file);
        return new(image.Width, image.Height, pixels);
    }
}
