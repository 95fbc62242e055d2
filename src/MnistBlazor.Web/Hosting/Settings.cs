using System.ComponentModel.DataAnnotations;

namespace MnistBlazor.Web.Hosting;

/// <summary>Reads settings once, at the start, and refuses what makes no sense while a person is still looking.</summary>
public static class Settings
{
    /// <exception cref="StartupProblem">A name is unknown, a value cannot be read, or it is out of bounds.</exception>
    public static T Read<T>(IConfiguration configuration, string section) where T : class, new()
    {
        var known = typeof(T).GetProperties().Select(property => property.Name).Order().ToList();
        var unknown = configuration.GetSection(section).GetChildren()
            .FirstOrDefault(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            throw new StartupProblem($"There is no setting {section}__{unknown.Key}; there are {string.Join(", ", known)}.");
        T settings;
        try
        {
            settings = configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException failure)
        {
            throw new StartupProblem(
                $"The settings under {section} cannot be read: {(failure.InnerException ?? failure).Message}", failure);
        }
        var problems = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), problems, validateAllProperties: true))
            throw new StartupProblem(
                $"A setting under {section} is out of bounds: {string.Join(" ", problems.Select(p => p.ErrorMessage))}");
        return settings;
    }
}
