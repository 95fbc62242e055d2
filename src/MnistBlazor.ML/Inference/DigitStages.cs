namespace MnistBlazor.ML.Inference;

/// <summary>What is done to a drawing before a network sees it; each can be left out, to see what it is good for.</summary>
[Flags]
public enum DigitSteps
{
    None = 0,

    /// <summary>The ink's box is cut out and its longest side becomes 20 pixels; without, the whole pad becomes 28.</summary>
    Scale = 1,

    /// <summary>The ink's centre of mass comes to the image's centre; without, the cut box lies in its middle.</summary>
    Centre = 2,

    All = Scale | Centre,
}

/// <summary>A drawing on its way to the image that a network sees.</summary>
/// <param name="Raw">The whole pad as it was drawn.</param>
/// <param name="Cropped">The ink's box of it; null without <see cref="DigitSteps.Scale"/>.</param>
/// <param name="Scaled">That box with a longest side of 20 pixels; null without <see cref="DigitSteps.Scale"/>.</param>
/// <param name="Image">28x28 bytes, row by row, 0 (paper) to 255 (ink): what the network sees.</param>
public sealed record DigitStages(GreyPicture Raw, GreyPicture? Cropped, GreyPicture? Scaled, byte[] Image);

/// <param name="Pixels">[Height * Width], row by row, 0 (paper) to 255 (ink).</param>
public sealed record GreyPicture(int Width, int Height, byte[] Pixels);
