using System.Xml;
using System.Xml.Linq;

namespace MnistBlazor.Web.Hosting;

/// <summary>
/// The keys that learners' cookies are protected with, in the data directory. ASP.NET passes over one that is damaged and makes a new one:
/// everyone would be a new learner, and nobody told why.
/// </summary>
public static class LearnerKeys
{
    public static string Folder(string dataDirectory) => Path.Combine(dataDirectory, "keys");

    /// <exception cref="StartupProblem">One is damaged; the message says what to do.</exception>
    public static void Check(string dataDirectory)
    {
        RemoveUnfinished(Folder(dataDirectory));
        if (Damaged(dataDirectory) is not { } file) return;
        throw new StartupProblem(
            $"The key {file} is damaged, and with it goes who has which notebooks and runs. Put it back from a backup; or remove it, and "
            + "whoever was here before comes back as someone new, without what they had.");
    }

    /// <returns>The first key that cannot be read; null where there is none.</returns>
    public static string? Damaged(string dataDirectory)
    {
        var folder = Folder(dataDirectory);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.xml").FirstOrDefault(file => !IsWhole(file)) : null;
    }

    // ASP.NET writes a key under another name first. What a process left there that was killed is half a key, and nobody's.
    private static void RemoveUnfinished(string folder)
    {
        if (!Directory.Exists(folder)) return;
        foreach (var unfinished in Directory.EnumerateFiles(folder, "*.tmp")) File.Delete(unfinished);
    }

    private static bool IsWhole(string file)
    {
        try
        {
            return XDocument.Load(file).Root is { Name.LocalName: "key" or "revocation" };
        }
        catch (FileNotFoundException)
        {
            return true; // one that is being written goes by another name until it is whole
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or XmlException)
        {
            return false;
        }
    }
}
