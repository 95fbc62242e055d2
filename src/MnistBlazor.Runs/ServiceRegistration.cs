using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace MnistBlazor.Runs;

/// <summary>Registers what the container cannot make by itself.</summary>
public static class ServiceRegistration
{
    /// <summary>
    /// Adds a class by its one constructor, which need not be public: that of a public class cannot be when it takes what is internal.
    /// </summary>
    public static IServiceCollection AddOwnSingleton<T>(this IServiceCollection services) where T : class
    {
        const BindingFlags any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var constructor = typeof(T).GetConstructors(any).Single();
        var parameters = constructor.GetParameters();
        return services.AddSingleton(provider => (T)constructor.Invoke(
            BindingFlags.DoNotWrapExceptions, null, [.. parameters.Select(one => provider.GetRequiredService(one.ParameterType))], null));
    }
}
