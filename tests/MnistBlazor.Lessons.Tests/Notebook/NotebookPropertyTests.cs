using FsCheck;
using FsCheck.Fluent;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Runs.Contracts;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>
/// Random walks through a notebook, beside a second, simpler account of the same: when each parameter last took its value, and
/// what each cell was computed from. FsCheck shrinks a walk that breaks a property to the shortest one that does.
/// </summary>
public class NotebookPropertyTests
{
    private static readonly Lesson Lesson = NotebookUnderTest.Lesson;

    [Fact]
    public void Any_walk_keeps_the_invariants_and_marks_stale_exactly_what_a_change_has_outdated() =>
        Check(moves =>
        {
            var notebook = new NotebookUnderTest();
            var account = new Account();
            foreach (var move in moves)
            {
                var before = notebook.State;
                notebook.Do(move.Operation(before));
                account.Note(before, notebook);
                account.Check(notebook.State);
            }
        });

    [Fact]
    public void As_many_undos_as_changes_bring_the_first_parameters_back() =>
        Check(moves =>
        {
            var notebook = new NotebookUnderTest();
            foreach (var move in moves.Take(NotebookState.MaxUndo))
            {
                if (move.Operation(notebook.State) is not UndoParameters and var operation) notebook.Do(operation);
            }
            while (notebook.State.CanUndo) notebook.Do(new UndoParameters());
            Assert.Equal(Lesson.Defaults, notebook.State.Parameters);
        });

    [Fact]
    public void From_anywhere_run_all_ends_with_every_cell_evaluated() =>
        Check(moves =>
        {
            var notebook = new NotebookUnderTest();
            foreach (var move in moves) notebook.Do(move.Operation(notebook.State));
            // The first lets what is running end, which may be out of date by now; the second brings everything up to date.
            notebook.RunAll().EndAll().RunAll().EndAll();
            Assert.All(notebook.State.Cells, cell => Assert.Equal((CellStatus.Done, CellValidity.Evaluated), (cell.Status, cell.Validity)));
        });

    [Fact]
    public void From_anywhere_stop_comes_to_rest_with_one_report() =>
        Check(moves =>
        {
            var notebook = new NotebookUnderTest();
            foreach (var move in moves) notebook.Do(move.Operation(notebook.State));
            notebook.Do(new StopCells());
            if (notebook.State.Running is not null) notebook.End(EvaluationEnd.Cancelled);
            Assert.False(notebook.State.Busy);
        });

    private static void Check(Action<Move[]> property) =>
        Prop.ForAll(Arb.From(Walks, Shrink), property).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(60));

    private static readonly Gen<Move[]> Walks =
        ArbMap.Default.ArbFor<byte>().Generator.Two().Select(pair => new Move(pair.Item1, pair.Item2)).ArrayOf();

    // Shorter walks only: a single move has nothing smaller about it.
    private static IEnumerable<Move[]> Shrink(Move[] moves) =>
        Enumerable.Range(0, moves.Length).Select(skipped => moves.Where((_, index) => index != skipped).ToArray());

    /// <summary>One step of a walk: which operation, and which variant of it.</summary>
    private sealed record Move(byte Choice, byte Variant)
    {
        private static readonly (string Id, string[] Texts)[] Settings =
        [
            ("device", ["cpu", "cuda:0"]), ("batch-size", ["1000", "10", "no number"]), ("learning-rate", ["0.1", "0.5", "11"]),
            ("epochs", ["15", "2"]), ("seed", ["1", "2", "-1"]),
        ];

        public NotebookOperation Operation(NotebookState state)
        {
            var cell = Lesson.Cells[Variant % Lesson.Cells.Count].Id;
            (var id, var texts) = Settings[Variant % Settings.Length];
            var number = state.Running?.Evaluation?.Number ?? 0;
            return (Choice % 16) switch
            {
                0 or 1 => new SetParameter(id, texts[Variant / Settings.Length % texts.Length]),
                2 => new UndoParameters(),
                3 => new ResetParameters(),
                4 => new RunCell(cell),
                5 => new OpenNotebook(),
                6 => new RunAllCells(),
                7 => new StopCells(),
                8 when Variant % 4 == 0 => new RestartNotebook(),
                8 when Variant % 4 == 1 => new Recover(Variant % 8 == 1),
                9 => new EvaluationEnded(number - 1 - Variant % 3, EvaluationEnd.Completed, AnyOutput, null, TimeSpan.Zero),
                10 => new TrainingPaused(number),
                11 => new TrainingResumed(number),
                _ when WithoutRun(state) && Variant % 8 != 0 => new TrainingBegan(number, RunId.New()),
                _ when WithoutRun(state) => NotebookUnderTest.Ending(state, EvaluationEnd.Failed),
                12 when state.Running is not null => NotebookUnderTest.Ending(state, (EvaluationEnd)(1 + Variant % 4)),
                _ when state.Running is not null => NotebookUnderTest.Ending(state, EvaluationEnd.Completed),
                _ => new RunAllCells(),
            };
        }

        private static readonly CellOutput AnyOutput = new TrainingOutput(RunId.New());

        private static bool WithoutRun(NotebookState state) =>
            state.Running is { Id: TrainingCell.Name, Evaluation.Run: null };

        public override string ToString() => $"({Choice % 16}, {Variant})";
    }

    /// <summary>What each cell was last computed from, told by the effects alone.</summary>
    private sealed class Account
    {
        private readonly Dictionary<string, Basis> _bases = [];
        private (string Cell, Basis Basis)? _running;

        private sealed record Basis(Dictionary<string, string> Own, Basis[] Required, RunId? Run);

        public void Note(NotebookState before, NotebookUnderTest notebook)
        {
            var after = notebook.State;
            // The last evaluation ended with a result if its cell is not running any more and has one.
            if (_running is var (cell, basis) && after.Running?.Evaluation?.Number != before.Running?.Evaluation?.Number)
            {
                var ended = after.Cell(cell).Evaluation;
                if (ended?.Number == before.Running?.Evaluation?.Number && ended?.End is EvaluationEnd.Completed or EvaluationEnd.Stopped)
                    _bases[cell] = cell == TrainingCell.Name ? basis with { Run = after.Run } : basis;
                else
                    _bases.Remove(cell);
                _running = null;
            }
            if (after.Cells.All(state => state.Evaluation is null)) _bases.Clear();
            if (notebook.Effects.OfType<StartEvaluation>().SingleOrDefault() is { } start)
            {
                _running = (start.Cell, new Basis(
                    Lesson.Parameters.Where(parameter => Lesson.Cell(start.Cell)!.Uses(parameter))
                        .ToDictionary(parameter => parameter.Id, parameter => after.Parameters.Text(parameter.Id)),
                    [.. Lesson.Cell(start.Cell)!.Requires.Select(required => _bases[required])],
                    start.Run));
            }
        }

        public void Check(NotebookState state)
        {
            foreach (var cell in state.Cells.Where(cell => !cell.IsRunning && cell.Evaluation is { IsUsable: true }))
                Assert.Equal(IsOutdated(state, cell.Id, _bases[cell.Id]), cell.Validity == CellValidity.Stale);
        }

        // A cell is outdated if it or anything it was computed from used a value that is no longer set, or if it used a run that
        // is not the notebook's any more.
        private static bool IsOutdated(NotebookState state, string cell, Basis basis) =>
            basis.Own.Any(pair => state.Parameters.Text(pair.Key) != pair.Value)
            || Lesson.Cell(cell)!.Requires.Zip(basis.Required).Any(pair => IsOutdated(state, pair.First, pair.Second))
            || (basis.Run is { } used && cell != TrainingCell.Name
                && state.Cell(TrainingCell.Name).Evaluation?.Run is { } run && run != used);
    }
}
