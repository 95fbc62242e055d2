using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Runs.Tests;

namespace MnistBlazor.Lessons.Tests.Notebook;

/// <summary>Notebooks on a whole server, with real training on a small data set.</summary>
internal static class LiveNotebooks
{
    /// <param name="load">Called before a data set is loaded for a cell.</param>
    public static Task<TestServer> StartAsync(
        TempFolder folder, Action<int>? beforeBatch = null, Action<LessonsOptions>? configure = null,
        Func<CancellationToken, Task>? load = null, TimeProvider? time = null) =>
        LessonsServer.Start(folder, TorchTraining.Backend(beforeBatch), configure, services =>
        {
            services.AddSingleton<DatasetSource>(async (_, _, _, cancellation) =>
            {
                if (load is not null) await load(cancellation);
                return TorchTraining.Dataset;
            });
            if (time is not null) services.AddSingleton(time);
        });

    /// <summary>Ada's notebook of lesson 1, with settings that suit the small data set.</summary>
    public static NotebookSession OpenSoftmax(this TestServer server)
    {
        var session = server.Get<SessionRegistry>().Open(TestServer.Ada, "softmax");
        if (session.State.Parameters.Equals(session.Lesson.Defaults))
        {
            session.SetParameter("batch-size", "50");
            session.SetParameter("epochs", "4");
        }
        return session;
    }

    public static Task<NotebookState> UntilAsync(this NotebookSession session, Func<NotebookState, bool> condition) =>
        TestServer.Until(session.Subscribe, () => session.State, condition);

    public static Task<NotebookState> UntilIdleAsync(this NotebookSession session) => session.UntilAsync(state => !state.Busy);

    public static T Output<T>(this NotebookState state, string kind) where T : CellOutput =>
        Assert.IsType<T>(state.Cell(kind).Output);

    /// <summary>The cells' states for a message, when a test finds them other than it should.</summary>
    public static string Describe(this NotebookState state) =>
        string.Join(", ", state.Cells.Select(cell => $"{cell.Id} {cell.Status} {cell.Validity} {cell.Failure}"));
}
