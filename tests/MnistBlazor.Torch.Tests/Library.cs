namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Which library is under test. Nearly all tests hold for TorchSharp and for ours alike; the few promises that only ours makes
/// skip themselves where the build took TorchSharp from the package feed.
/// </summary>
internal static class Library
{
    public static bool IsOurs => typeof(torch).Assembly.GetName().Name == "MnistBlazor.Torch";
}
