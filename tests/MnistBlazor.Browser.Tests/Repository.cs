namespace MnistBlazor.Browser.Tests;

/// <summary>Where the tests were built.</summary>
internal static class Repository
{
    public static string Root
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "MnistBlazor.sln"))) folder = folder.Parent!;
            return folder.FullName;
        }
    }
}
