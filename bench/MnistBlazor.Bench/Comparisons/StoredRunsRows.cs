using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using MnistBlazor.Bench.Apps;

namespace MnistBlazor.Bench.Comparisons;

/// <summary>The page and the files of a learner who has kept thousands of runs, asked for over HTTP as a browser does.</summary>
internal static class StoredRunsRows
{
    private const int PageMilliseconds = 300, ExportMegabytes = 64, TimesAsManyPages = 4;

    // The learner may keep them all.
    private static readonly string[] Bounds =
    [
        "--MnistBlazor:MaxStoredRunsPerLearner", "100000", "--MnistBlazor:MaxStoredRuns", "100000",
        "--MnistBlazor:MaxStoredBytesPerLearner", "64000000000",
    ];

    public static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions)
    {
        var data = Directory.CreateTempSubdirectory("mnistblazor-bench-");
        try
        {
            var (run, cookies) = await TrainOneAsync(conditions, data);
            var rows = new List<Row>();
            var stored = 1;
            foreach (var count in conditions.Smoke ? [50] : new[] { 5000, 50_000 })
            {
                Copy(data, run, stored, count);
                stored = count;
                await using var app = await conditions.StartAppAsync(data, Bounds);
                rows.AddRange(await MeasureAsync(conditions, app, cookies, count));
            }
            return rows;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Row>> MeasureAsync(Conditions conditions, AppProcess app, CookieContainer cookies, int count)
    {
        using var handler = new HttpClientHandler { CookieContainer = cookies };
        using var http = new HttpClient(handler) { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var runs = FormattableString.Invariant($"{count:N0} stored runs");
        await FetchAsync(http, "/runs"); // compiled, and the file's pages in memory
        var page = new List<double>();
        for (var i = 0; i < conditions.Times * TimesAsManyPages; i++) page.Add((await FetchAsync(http, "/runs")).Whole);
        var rows = new List<Row> { Row.AtMost($"/runs with {runs}", new(page), "ms", PageMilliseconds) };
        foreach (var format in new[] { "csv", "json" })
        {
            var (first, whole, grown) = (new List<double>(), new List<double>(), new List<double>());
            for (var i = 0; i < conditions.Times; i++)
            {
                var before = app.Memory;
                using var ended = new CancellationTokenSource();
                var most = MostMemoryAsync(app, ended.Token);
                var export = await FetchAsync(http, $"/runs/export.{format}");
                await ended.CancelAsync();
                first.Add(export.First);
                whole.Add(export.Whole);
                grown.Add(Math.Max(0, await most - before));
            }
            var name = $"{runs} as {format.ToUpperInvariant()}";
            rows.Add(Row.AtMost($"{name}, the first bytes", new(first), "ms", PageMilliseconds));
            rows.Add(Row.Shown($"{name}, to the end", new Samples(whole).Text("ms")));
            rows.Add(Row.AtMost($"{name}, memory that the app takes for it", new(grown), "MB", ExportMegabytes));
        }
        return rows;
    }

    /// <returns>Milliseconds until the first bytes of the answer's body are there, and the last.</returns>
    private static async Task<(double First, double Whole)> FetchAsync(HttpClient http, string path)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        await using var body = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[1 << 16];
        await body.ReadExactlyAsync(buffer.AsMemory(0, 1));
        var first = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        while (await body.ReadAsync(buffer) > 0) { }
        return (first, Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
    }

    private static async Task<double> MostMemoryAsync(AppProcess app, CancellationToken ended)
    {
        for (var most = 0.0; ; await Task.Delay(20, CancellationToken.None))
        {
            most = Math.Max(most, app.Memory);
            if (ended.IsCancellationRequested) return most;
        }
    }

    /// <summary>A new learner's run, trained in the browser, and what that browser is known by.</summary>
    private static async Task<(string Run, CookieContainer Cookies)> TrainOneAsync(Conditions conditions, DirectoryInfo data)
    {
        await using var app = await AppProcess.StartAsync(conditions.AppFolder, data);
        await using var chromium = await Chromium.StartAsync();
        var lesson = await LiveLesson.OpenAsync(chromium, app, "lessons/softmax?epochs=1");
        var run = await lesson.TrainAsync();
        await lesson.UntilTrainedAsync();
        return (run, await lesson.CookiesAsync());
    }

    /// <summary>Stores copies of the run up to so many. Of its events they have the epoch, the end and few others.</summary>
    private static void Copy(DirectoryInfo data, string run, int from, int to)
    {
        using var store = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "notebook.db")}; Pooling=false");
        store.Open();
        using var transaction = store.BeginTransaction();
        const string numbers = "WITH RECURSIVE copy(i) AS (SELECT $from UNION ALL SELECT i + 1 FROM copy WHERE i + 1 < $to) ";
        Execute(
            numbers + Insert("Runs", ("Id", "printf('%032x', i)"), ("CreatedAt", "CreatedAt - i * 600000000"), ("Name", "'run ' || i"))
                + " WHERE Id = $run");
        Execute(
            numbers + Insert("Events", ("RunId", "printf('%032x', i)"))
                + " WHERE RunId = $run AND (Number % 50 = 0 OR Body NOT LIKE '{\"type\":\"batch\"%')");
        Execute(
            numbers + Insert("Checkpoints", ("RunId", "printf('%032x', i)"))
                + " WHERE RunId = $run AND Step = (SELECT MAX(Step) FROM Checkpoints WHERE RunId = $run)");
        transaction.Commit();

        // All columns as they are but those.
        string Insert(string table, params (string Column, string Value)[] changed)
        {
            using var columns = store.CreateCommand();
            columns.CommandText = $"SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('{table}')";
            var all = (string)columns.ExecuteScalar()!;
            var values = changed.Aggregate(all, (values, change) => values.Replace($"\"{change.Column}\"", change.Value));
            return $"INSERT INTO {table} ({all}) SELECT {values} FROM {table}, copy";
        }

        void Execute(string sql)
        {
            using var command = store.CreateCommand();
            command.CommandText = sql;
            command.Parameters.AddWithValue("$from", from);
            command.Parameters.AddWithValue("$to", to);
            command.Parameters.AddWithValue("$run", run);
            command.ExecuteNonQuery();
        }
    }
}
