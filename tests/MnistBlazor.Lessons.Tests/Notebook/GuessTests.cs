using MnistBlazor.Lessons.Notebook;
using static MnistBlazor.Lessons.Notebook.NotebookState;
using static MnistBlazor.Lessons.Tests.Notebook.CellIds;

namespace MnistBlazor.Lessons.Tests.Notebook;

public class GuessTests
{
    private readonly NotebookUnderTest _notebook = new();

    [Fact]
    public void A_guess_of_the_accuracy_belongs_to_the_training_that_begins_next()
    {
        _notebook.Do(new KeepGuess(AccuracyGuess, "80")).Do(new KeepGuess(AccuracyGuess, "93.5")).Run(Training).EndUntil(Training);
        Assert.Equal("93.5", _notebook.State.Guesses[AccuracyGuess]);

        _notebook.Begin();

        var run = _notebook.State.Run!.Value;
        Assert.Equal([GuessAbout(AccuracyGuess, run)], _notebook.State.Guesses.Keys);
        Assert.Equal("93.5", _notebook.State.Guesses[GuessAbout(AccuracyGuess, run)]);

        // The next one is not guessed.
        _notebook.End().Run(Training).Begin();
        Assert.DoesNotContain(GuessAbout(AccuracyGuess, _notebook.State.Run!.Value), _notebook.State.Guesses.Keys);
    }

    [Fact]
    public void A_guess_is_taken_back_changes_nothing_else_and_is_kept_with_the_notebook()
    {
        _notebook.RunAllToTheEnd().Do(new KeepGuess("large-rate", "2")).Do(new KeepGuess("other", "1")).Do(new KeepGuess("other", ""));

        Assert.Equal("2", Assert.Single(_notebook.State.Guesses).Value);
        Assert.DoesNotContain("Stale", _notebook.Validities);
        var restored = NotebookJson.Read(NotebookUnderTest.Lesson, NotebookJson.Write(NotebookUnderTest.Lesson, _notebook.State));
        Assert.Equal(_notebook.State.Guesses, restored.Guesses);
    }

    [Fact]
    public void Guesses_about_earlier_runs_make_room()
    {
        _notebook.Do(new KeepGuess("question", "1"));
        for (var i = 0; i < MaxGuesses + 5; i++)
            _notebook.Do(new KeepGuess(AccuracyGuess, $"{i}")).Run(Training).EndUntil(Training).Begin().End();

        Assert.Equal(MaxGuesses, _notebook.State.Guesses.Count);
        Assert.Equal("1", _notebook.State.Guesses["question"]);
        Assert.Equal($"{MaxGuesses + 4}", _notebook.State.Guesses[GuessAbout(AccuracyGuess, _notebook.State.Run!.Value)]);
    }

    [Fact]
    public void A_notebook_from_before_there_were_guesses_has_none()
    {
        var json = NotebookJson.Write(NotebookUnderTest.Lesson, _notebook.State).Replace("\"Guesses\":{},", "");
        Assert.DoesNotContain("Guesses", json);

        Assert.Empty(NotebookJson.Read(NotebookUnderTest.Lesson, json).Guesses);
    }
}
