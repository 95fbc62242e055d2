namespace MnistBlazor.ML.Data.Import;

/// <summary>What a set's images say together: each counts, and those that are unclear alone follow the others.</summary>
/// <param name="uniform">All images share one ground.</param>
/// <param name="transposed">The files are known to have rows and columns exchanged.</param>
/// <param name="part">Of several data sets in the files this one.</param>
internal sealed class ImportDecisions(bool uniform, bool transposed, string? part)
{
    /// <summary>The unclear ones follow where at least so many are clear; otherwise these are no drawings, and stay as they are.</summary>
    private const double ClearShare = 1 / 3.0;

    private readonly int[] _votes = new int[Enum.GetValues<Ground>().Length];
    private int _count;
    private long _edges;

    /// <summary>Images that are not blank, but do not say what is ink.</summary>
    public int Unclear => uniform ? 0 : _votes[(int)Ground.Unclear];

    public void Count(ImageTraits traits)
    {
        if (traits.IsBlank) return;
        _count++;
        _edges += traits.Edge;
        _votes[(int)traits.Ground]++;
    }

    /// <summary>
    /// Nothing of it is null, and <see cref="InkChoice.Automatic"/> only where some images are dark on light, others not.
    /// </summary>
    public ImportChoices Decided(ImportChoices choices) => choices with
    {
        Ink = choices.Ink is InkChoice.Bright or InkChoice.Dark ? choices.Ink : SharedInk(),
        Transposed = choices.Transposed ?? transposed,
        Drawings = choices.Drawings ?? 2 * (_votes[(int)Ground.PaperWithDarkInk] + _votes[(int)Ground.PaperWithBrightInk]) > _count,
        TestPercent = Math.Clamp(choices.TestPercent, ImportChoices.SmallestTestPercent, ImportChoices.LargestTestPercent),
        Part = part,
    };

    /// <param name="decided">From <see cref="Decided"/>.</param>
    public ImageRecipe Recipe(ImageTraits traits, ImportChoices decided)
    {
        var ground = traits.Ground == Ground.Unclear ? Majority() : traits.Ground;
        var paper = ground is Ground.PaperWithDarkInk or Ground.PaperWithBrightInk;
        ground = decided.Ink switch
        {
            InkChoice.Bright => paper ? Ground.PaperWithBrightInk : Ground.Dark,
            InkChoice.Dark => paper ? Ground.PaperWithDarkInk : Ground.Bright,
            _ => ground,
        };
        return new(ground, traits.IsFaint && !paper, decided.Transposed == true, decided.Drawings == true);
    }

    private InkChoice SharedInk()
    {
        if (uniform) return _edges > 127L * _count ? InkChoice.Dark : InkChoice.Bright;
        var dark = _votes[(int)Ground.Bright] + _votes[(int)Ground.PaperWithDarkInk];
        var bright = _votes[(int)Ground.Dark] + _votes[(int)Ground.PaperWithBrightInk];
        if (dark + bright < ClearShare * _count || (dark > 0 && bright > 0)) return InkChoice.Automatic;
        return dark > 0 ? InkChoice.Dark : InkChoice.Bright;
    }

    private Ground Majority()
    {
        var most = Enum.GetValues<Ground>().Where(ground => ground != Ground.Unclear).MaxBy(ground => _votes[(int)ground]);
        return _count - Unclear >= ClearShare * _count ? most : Ground.Unclear;
    }
}
