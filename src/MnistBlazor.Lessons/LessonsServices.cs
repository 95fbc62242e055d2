using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MnistBlazor.Lessons.Cells;
using MnistBlazor.Lessons.Datasets;
using MnistBlazor.Lessons.Digits;
using MnistBlazor.Lessons.Notebook;
using MnistBlazor.Lessons.Operation;
using MnistBlazor.Lessons.Predictions;
using MnistBlazor.ML.Data;
using MnistBlazor.Runs;
using MnistBlazor.Runs.Contracts;
using MnistBlazor.Runs.Execution;
using MnistBlazor.Runs.Scheduling;

namespace MnistBlazor.Lessons;

/// <summary>Registers lessons, with the runs below them. Whatever works in the background starts with the host and stops with it.</summary>
public static class LessonsServices
{
    public static IServiceCollection AddLessons(this IServiceCollection services, LessonsOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<LessonsMetrics>();
        AddDatasets(services, options);
        services.TryAddSingleton(provider => TrainingBackend.Torch(
            (learner, id) => provider.GetRequiredService<DatasetLibrary>().LoadAsync(learner, id)));
        AddPredictions(services);
        services.AddRuns(options);
        // Hosts start in the order of their registration and stop in the reverse one: notebooks and predictions while the runs are there.
        services.AddHostedService<PredictionHost>();
        AddNotebooks(services);
        return services;
    }

    private static void AddDatasets(IServiceCollection services, LessonsOptions options)
    {
        services.AddSingleton(new DatasetStore(new DatasetOptions
        {
            Folder = options.DatasetFolder, DataDirectory = options.DataDirectory, Bounds = options.DatasetBounds,
        }));
        services.AddOwnSingleton<UploadedDatasets>();
        services.AddOwnSingleton<DatasetDrafts>();
        services.AddSingleton(provider => new DrawingCollections(
            options, provider.GetRequiredService<UploadedDatasets>(), provider.GetRequiredService<IRunBlobs>()));
        services.AddOwnSingleton<OwnTestSets>();
        services.AddOwnSingleton<LearnerFiles>();
        services.AddOwnSingleton<DatasetLibrary>();
    }

    private static void AddPredictions(IServiceCollection services)
    {
        services.AddSingleton<WelcomeModels>();
        services.AddSingleton<IBackgroundTraining>(provider => provider.GetRequiredService<WelcomeModels>());
        services.AddSingleton<PredictionLane>();
        services.AddOwnSingleton<PredictionService>();
        services.AddOwnSingleton<InspectionService>();
        services.AddOwnSingleton<TimelineService>();
        services.AddOwnSingleton<TestSurveys>();
    }

    private static void AddNotebooks(IServiceCollection services)
    {
        services.TryAddSingleton<DatasetSource>(provider => provider.GetRequiredService<DatasetLibrary>().LoadAsync);
        services.AddSingleton<EvaluationLane>();
        services.AddSingleton<SurveyLane>();
        services.AddSingleton<CellServices>();
        services.AddOwnSingleton<RunTester>();
        services.AddOwnSingleton<HandTuner>();
        services.AddOwnSingleton<RunReplays>();
        services.AddSingleton(LessonCatalog.All);
        services.AddSingleton<SessionStore>();
        services.AddOwnSingleton<SessionRegistry>();
        services.AddHostedService<SessionHost>();
    }
}
