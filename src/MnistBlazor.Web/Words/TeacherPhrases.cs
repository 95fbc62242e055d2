using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Web.Words;

/// <summary>What the teacher's page says.</summary>
public static class TeacherPhrases
{
    private const int Digits = 6;

    /// <summary>Whose a run is, without anyone's name: the first digits of the learner's id, as in the server's log.</summary>
    /// <param name="own">Who looks.</param>
    public static string LearnerName(this Wording words, LearnerId learner, LearnerId own) =>
        learner == own ? words["teacher.you"] : learner.Value[..Math.Min(Digits, learner.Value.Length)];
}
