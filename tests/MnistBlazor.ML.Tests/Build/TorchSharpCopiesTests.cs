using System.Diagnostics;
using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.Build;

/// <summary>
/// The two changes that the build makes to copies of TorchSharp's files (eng/build). When one of these tests fails after an update of
/// the package, the change may no longer be wanted, and goes.
/// </summary>
public class TorchSharpCopiesTests
{
    private static readonly string Package = typeof(TorchSharpCopiesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "TorchSharpPackage").Value!;

    private static readonly string PackageLibrary = Path.Combine(Package, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");

    [Fact]
    public void The_library_asks_for_a_version_of_the_Cxx_library_that_nothing_in_it_uses()
    {
        var file = new ElfFile(File.ReadAllBytes(PackageLibrary));

        var newest = file.VersionsWanted("libstdc++.so.6").Where(version => version.Name.StartsWith("GLIBCXX_", StringComparison.Ordinal))
            .MaxBy(version => Version.Parse(version.Name["GLIBCXX_".Length..]))!;

        Assert.Equal("GLIBCXX_3.4.32", newest.Name);
        Assert.False(newest.IsWeak);
        Assert.Equal(["_ZSt21ios_base_library_initv"], file.SymbolsOf(newest));
        Assert.False(file.Uses(newest));
    }

    [Fact]
    public void All_other_versions_of_it_are_there_on_Debian_12_and_are_in_use()
    {
        var file = new ElfFile(File.ReadAllBytes(PackageLibrary));

        foreach (var version in file.VersionsWanted("libstdc++.so.6").Where(version => version.Name != "GLIBCXX_3.4.32"))
        {
            Assert.True(Version.Parse(version.Name.Split('_')[1]) <= new Version(3, 4, 30), version.Name);
            Assert.True(file.Uses(version), version.Name);
        }
    }

    [Fact]
    public void The_library_that_is_loaded_differs_in_that_one_flag_where_the_system_lacks_the_version_and_else_not_at_all()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have other libraries.");
        var (original, loaded) =
            (File.ReadAllBytes(PackageLibrary), File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so")));
        var wanted = new ElfFile(original).VersionsWanted("libstdc++.so.6").Single(version => version.Name == "GLIBCXX_3.4.32");

        var changed = Enumerable.Range(0, original.Length).Where(at => original[at] != loaded[at]).ToList();

        Assert.Equal(original.Length, loaded.Length);
        Assert.Equal(SystemCxxLibrary.Has(wanted.Name) ? [] : [wanted.FlagsAt], changed);
        Assert.Equal(
            !SystemCxxLibrary.Has(wanted.Name),
            new ElfFile(loaded).VersionsWanted("libstdc++.so.6").Single(version => version.Name == wanted.Name).IsWeak);
    }

    [Fact]
    public void Bytes_that_are_no_ELF_file_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => new ElfFile(new byte[1000]));
        Assert.Throws<InvalidDataException>(() => new ElfFile([]));
    }

    [Fact]
    public void TorchSharps_methods_are_compiled_without_optimization()
    {
        Assert.True(typeof(torch).Assembly.GetCustomAttribute<DebuggableAttribute>()!.IsJITOptimizerDisabled);

        var original = File.ReadAllBytes(Path.Combine(Package, "lib", "net8.0", "TorchSharp.dll"));
        var loaded = File.ReadAllBytes(typeof(torch).Assembly.Location);
        Assert.Equal(2, Enumerable.Range(0, original.Length).Count(at => original[at] != loaded[at]));
    }

    /// <summary>
    /// With the package's own assembly this failed about once in 1,500 rounds on two processors: libtorch read a number that the
    /// garbage collector had freed, took it for one of another type, and threw.
    /// </summary>
    [Fact]
    public void Numbers_live_while_libtorch_reads_them_however_often_garbage_is_collected()
    {
        using var count = zeros(1, dtype: int64);
        using var mean = ones(10);
        var done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var round = 1; round <= 20_000; round++)
            {
                count.add_(1);
                mean.mul_(0.9).add_(0.1);
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }

        Assert.Equal(20_000, count.item<long>());
        Assert.All(mean.data<float>(), value => Assert.Equal(1, value, tolerance: 1e-3));
    }
}
