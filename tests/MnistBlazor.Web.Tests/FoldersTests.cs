using System.Runtime.CompilerServices;

namespace MnistBlazor.Web.Tests;

/// <summary>Components stand on top: what serves them, and the models and words that they show, know nothing of them.</summary>
public sealed class FoldersTests
{
    [Theory]
    [InlineData("Hosting")]
    [InlineData("Hubs")]
    [InlineData("Models")]
    [InlineData("Words")]
    public void Only_the_app_that_is_mapped_is_known_outside_of_components(string folder)
    {
        var files = Directory.GetFiles(Path.Combine(Sources(), folder), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(files);

        Assert.All(files.Where(file => Path.GetFileName(file) != "MnistBlazorApp.cs"),
            file => Assert.DoesNotContain("MnistBlazor.Web.Components", File.ReadAllText(file)));
    }

    private static string Sources([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../src/MnistBlazor.Web"));
}
