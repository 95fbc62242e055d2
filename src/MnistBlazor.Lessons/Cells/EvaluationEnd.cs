using System.Text.Json.Serialization;

namespace MnistBlazor.Lessons.Cells;

/// <summary>How an evaluation of a cell ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EvaluationEnd>))]
public enum EvaluationEnd
{
    /// <summary>Not yet.</summary>
    None,
    Completed,

    /// <summary>Stopped by the learner with a usable result: the weights trained so far.</summary>
    Stopped,

    /// <summary>Stopped by the learner before there was anything to use.</summary>
    Cancelled,
    Failed,

    /// <summary>The server's process ended and the evaluation with it.</summary>
    Lost,
}
