using MnistBlazor.Runs.Storage;

namespace MnistBlazor.Runs.Tests.Storage;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Theory]
    [InlineData("bounds.json.part", false)]
    [InlineData("keys/key-1.xml.part", false)]
    [InlineData("runs/ab/2.part", false)]
    [InlineData("keys/key-1.xml", true)]
    [InlineData("uploads/ada/shapes.part", true)] // may be on its way this moment: whoever reads uploads tidies them up
    public void What_a_killed_process_left_unfinished_goes_with_the_next_claim(string name, bool stays)
    {
        var file = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "half");

        using var directory = new DataDirectory(_folder.Path);
        directory.Claim();

        Assert.Equal(stays, File.Exists(file));
    }

    public void Dispose() => _folder.Dispose();
}
