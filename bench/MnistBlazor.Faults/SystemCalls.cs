using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace MnistBlazor.Faults;

/// <summary>
/// Stands between this process and the operating system wherever .NET or SQLite changes a file: a <see cref="Fault"/> is asked before each
/// such call, and may end the process there or have the call fail. The app itself knows nothing of it.
/// </summary>
internal static unsafe class SystemCalls
{
    private const int AccessMode = 3, Create = 0x40, Truncate = 0x200; // of open

    private static readonly nint Libc = OperatingSystem.IsLinux() ? NativeLibrary.Load("libc.so.6") : 0;
    private static readonly ConcurrentDictionary<int, string> Open = [];
    private static Fault Asked = null!;

    /// <summary>Files are opened and closed, and written, by names that both libraries use.</summary>
    public static void Intercept(Fault fault)
    {
        Asked = fault;
        NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, "libe_sqlite3.so"));
        var functions = new Dictionary<string, nint>
        {
            ["open64"] = (nint)(delegate* unmanaged<byte*, int, int, int>)&OnOpen,
            ["close"] = (nint)(delegate* unmanaged<int, int>)&OnClose,
            ["mkdir"] = (nint)(delegate* unmanaged<byte*, uint, int>)&OnMakeFolder,
            ["rmdir"] = (nint)(delegate* unmanaged<byte*, int>)&OnRemoveFolder,
            ["unlink"] = (nint)(delegate* unmanaged<byte*, int>)&OnRemove,
            ["rename"] = (nint)(delegate* unmanaged<byte*, byte*, int>)&OnRename,
            ["link"] = (nint)(delegate* unmanaged<byte*, byte*, int>)&OnLink,
            ["write"] = (nint)(delegate* unmanaged<int, byte*, nint, nint>)&OnWrite,
            ["pwrite64"] = (nint)(delegate* unmanaged<int, byte*, nint, long, nint>)&OnWriteAt,
            ["ftruncate64"] = (nint)(delegate* unmanaged<int, long, int>)&OnTruncate,
            ["fallocate64"] = (nint)(delegate* unmanaged<int, int, long, long, int>)&OnAllocate,
            ["fsync"] = (nint)(delegate* unmanaged<int, int>)&OnFlush,
        };
        // What is asked for below is bound before anything leads here.
        foreach (var name in functions.Keys) NativeLibrary.GetExport(Libc, name);
        LibraryImports.Redirect("libe_sqlite3.so", functions);
        LibraryImports.Redirect("libSystem.Native.so", functions);
    }

    [UnmanagedCallersOnly]
    private static int OnOpen(byte* path, int flags, int mode)
    {
        var writes = (flags & AccessMode) != 0;
        var name = writes ? Marshal.PtrToStringUTF8((nint)path)! : "";
        if (writes && Asked.Watches(name))
        {
            var changes = (flags & Truncate) != 0 || (flags & Create) != 0 && !File.Exists(name);
            if (Asked.Refuses(changes ? "create" : "open", name) is > 0 and var error) return Fail(error);
        }
        var file = ((delegate* unmanaged<byte*, int, int, int>)Of("open64"))(path, flags, mode);
        var last = Marshal.GetLastSystemError();
        if (file >= 0 && writes && Asked.Watches(name)) Open[file] = name;
        Marshal.SetLastSystemError(last);
        return file;
    }

    [UnmanagedCallersOnly]
    private static int OnClose(int file)
    {
        // .NET copies a file by other calls than those here: it is whole once it is closed.
        if (Open.TryRemove(file, out var name)) Asked.Refuses("close", name);
        return ((delegate* unmanaged<int, int>)Of("close"))(file);
    }

    [UnmanagedCallersOnly]
    private static int OnMakeFolder(byte* path, uint mode) =>
        Refuses("mkdir", path) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<byte*, uint, int>)Of("mkdir"))(path, mode);

    [UnmanagedCallersOnly]
    private static int OnRemoveFolder(byte* path) =>
        Refuses("rmdir", path) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<byte*, int>)Of("rmdir"))(path);

    [UnmanagedCallersOnly]
    private static int OnRemove(byte* path) =>
        Refuses("unlink", path) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<byte*, int>)Of("unlink"))(path);

    [UnmanagedCallersOnly]
    private static int OnRename(byte* from, byte* to) =>
        Refuses("rename", to) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<byte*, byte*, int>)Of("rename"))(from, to);

    [UnmanagedCallersOnly]
    private static int OnLink(byte* from, byte* to) =>
        Refuses("link", to) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<byte*, byte*, int>)Of("link"))(from, to);

    [UnmanagedCallersOnly]
    private static nint OnWrite(int file, byte* bytes, nint count)
    {
        var write = (delegate* unmanaged<int, byte*, nint, nint>)Of("write");
        if (!Open.TryGetValue(file, out var name)) return write(file, bytes, count);
        if (Asked.Refuses("write", name) is > 0 and var error) return Fail(error);
        Asked.Halves("write", name, () => write(file, bytes, count / 2));
        return write(file, bytes, count);
    }

    [UnmanagedCallersOnly]
    private static nint OnWriteAt(int file, byte* bytes, nint count, long at)
    {
        var write = (delegate* unmanaged<int, byte*, nint, long, nint>)Of("pwrite64");
        if (!Open.TryGetValue(file, out var name)) return write(file, bytes, count, at);
        if (Asked.Refuses("write", name) is > 0 and var error) return Fail(error);
        Asked.Halves("write", name, () => write(file, bytes, count / 2, at));
        return write(file, bytes, count, at);
    }

    [UnmanagedCallersOnly]
    private static int OnTruncate(int file, long length) =>
        Refuses("truncate", file) is > 0 and var error
            ? Fail(error)
            : ((delegate* unmanaged<int, long, int>)Of("ftruncate64"))(file, length);

    [UnmanagedCallersOnly]
    private static int OnAllocate(int file, int mode, long at, long length) =>
        Refuses("allocate", file) is > 0 and var error
            ? Fail(error)
            : ((delegate* unmanaged<int, int, long, long, int>)Of("fallocate64"))(file, mode, at, length);

    [UnmanagedCallersOnly]
    private static int OnFlush(int file) =>
        Refuses("flush", file) is > 0 and var error ? Fail(error) : ((delegate* unmanaged<int, int>)Of("fsync"))(file);

    private static int Refuses(string call, byte* path)
    {
        var name = Marshal.PtrToStringUTF8((nint)path)!;
        return Asked.Watches(name) ? Asked.Refuses(call, name) : 0;
    }

    private static int Refuses(string call, int file) => Open.TryGetValue(file, out var name) ? Asked.Refuses(call, name) : 0;

    private static int Fail(int error)
    {
        Marshal.SetLastSystemError(error);
        return -1;
    }

    private static nint Of(string function) => NativeLibrary.GetExport(Libc, function);
}
