using System.Text.RegularExpressions;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Parameters;

/// <summary>
/// A data set by its id. Which there are depends on the learner (Datasets/DatasetLibrary.cs): anything that can be an id is a value, and
/// the data cell says when there is no such data set.
/// </summary>
public sealed partial record DatasetParameter(string Id, string Default) : ParameterDefinition(Id, Default)
{
    /// <summary>The one that every lesson about images has. How many classes there are decides the model's output too.</summary>
    public static readonly DatasetParameter Dataset = new("dataset", "mnist") { AlsoUsedBy = ["model"], Forkable = false };

    protected override Message Malformed => new("parameter.dataset");

    protected override (string? Canonical, Message? Problem) Read(string text) => Name().IsMatch(text) ? (text, null) : (null, Malformed);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    private static partial Regex Name();
}
