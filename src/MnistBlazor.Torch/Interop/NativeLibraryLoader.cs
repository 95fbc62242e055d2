using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>Says what to install where the bridge to libtorch, or libtorch itself, is not there.</summary>
internal static class NativeLibraryLoader
{
#pragma warning disable CA2255 // The resolver must be in place before the first call into the library, whichever that is.
    [ModuleInitializer]
    internal static void Install() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoader).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? path)
    {
        if (library != NativeMethods.Library) return 0;
        try
        {
            return NativeLibrary.Load(library, assembly, path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(Missing(assembly), e);
        }
    }

    private static string Missing(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "NativeMissing").Value!;
}
