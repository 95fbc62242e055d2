using System.Reflection;

namespace MnistBlazor.Lessons.Code;

/// <summary>Text files that the build embeds.</summary>
internal static class EmbeddedText
{
    /// <summary>The file's text, or null if there is none of that name; case is ignored.</summary>
    public static string? Read(Assembly assembly, string name)
    {
        var found = Array.Find(assembly.GetManifestResourceNames(), resource => resource.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null) return null;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(found)!);
        return reader.ReadToEnd();
    }
}
