using System.Globalization;
using MnistBlazor.ML.Data;

namespace MnistBlazor.Lessons.Datasets;

/// <summary>All ways in which a change to a learner's collection of drawings can be refused.</summary>
internal static class DrawingError
{
    /// <summary>{1} the most classes.</summary>
    public static DatasetException TooManyClasses(int most) =>
        new("drawn-classes", "", $"There are {most} classes already, as many as there may be.", [Text(most)]);

    /// <summary>{1} the most characters of a name.</summary>
    public static DatasetException ClassName(int most) =>
        new("drawn-class-name", "", $"A class needs a name of its own, of 1 to {most} characters.", [Text(most)]);

    /// <summary>{1} the most drawings.</summary>
    public static DatasetException TooMany(int most) =>
        new("drawn-too-many", "", $"There are {most} drawings already, as many as there may be. Remove some.", [Text(most)]);

    /// <summary>On another page of the learner's.</summary>
    public static DatasetException Changed() =>
        new("drawn-changed", "", "The drawings were changed on another page meanwhile. Here they are as they are now; do it again.", []);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
