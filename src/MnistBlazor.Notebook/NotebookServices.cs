using Microsoft.Extensions.DependencyInjection;
using MnistBlazor.ML.Data;
using MnistBlazor.Notebook.Reading;
using MnistBlazor.Notebook.Runs;

namespace MnistBlazor.Notebook;

/// <summary>Registers runs, reading and storage. Whatever works in the background starts with the host and stops with it.</summary>
public static class NotebookServices
{
    public static IServiceCollection AddNotebook(this IServiceCollection services, NotebookOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DatasetStore(new DatasetOptions { Folder = options.DatasetFolder, DataDirectory = options.DataDirectory }));
        services.AddSingleton<RunService>();
        services.AddSingleton<DigitReader>();
        return services;
    }
}
