using System.Runtime.InteropServices;
using System.Text;

namespace MnistBlazor.Faults;

/// <summary>
/// What a loaded library calls of others, by name, put elsewhere: the places in its memory where the loader has written the addresses are
/// found by the tables of its file (ELF, 64 bits).
/// </summary>
internal static unsafe class LibraryImports
{
    private const int Relocations = 4; // SHT_RELA
    private const int Readable = 1, Writable = 2;

    /// <summary>Leads all calls of the functions named to the addresses given.</summary>
    /// <param name="library">The end of the path of one that is loaded.</param>
    /// <returns>Places that were changed.</returns>
    public static int Redirect(string library, IReadOnlyDictionary<string, nint> functions)
    {
        var (path, start) = Loaded(library);
        var file = File.ReadAllBytes(path);
        var changed = 0;
        foreach (var table in Sections(file).Where(section => section.Kind == Relocations))
        {
            var symbols = Sections(file)[table.Link];
            var names = Sections(file)[symbols.Link];
            for (var at = table.Offset; at < table.Offset + table.Size; at += 24)
            {
                var symbol = (int)(BitConverter.ToUInt64(file, at + 8) >> 32);
                if (symbol == 0 || !functions.TryGetValue(Name(file, symbols, names, symbol), out var function)) continue;
                Write(start + (nint)BitConverter.ToUInt64(file, at), function);
                changed++;
            }
        }
        return changed;
    }

    private static (string Path, nint Start) Loaded(string library)
    {
        // "7f12a000-7f12b000 r--p 00000000 08:01 123   /path/lib.so": the first of a library is where it begins.
        var line = File.ReadLines("/proc/self/maps").First(line => line.EndsWith('/' + library, StringComparison.Ordinal));
        var parts = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries);
        return (parts[5], nint.Parse(parts[0].Split('-')[0], System.Globalization.NumberStyles.HexNumber, null));
    }

    private static Section[] Sections(byte[] file)
    {
        var (table, count) = ((int)BitConverter.ToUInt64(file, 0x28), BitConverter.ToUInt16(file, 0x3C));
        return [.. Enumerable.Range(0, count).Select(number => table + number * 64).Select(at => new Section(
            BitConverter.ToInt32(file, at + 4), (int)BitConverter.ToUInt64(file, at + 24), (int)BitConverter.ToUInt64(file, at + 32),
            BitConverter.ToInt32(file, at + 40)))];
    }

    private static string Name(byte[] file, Section symbols, Section names, int symbol)
    {
        var at = names.Offset + BitConverter.ToInt32(file, symbols.Offset + symbol * 24);
        return Encoding.ASCII.GetString(file, at, Array.IndexOf(file, (byte)0, at) - at);
    }

    private static void Write(nint place, nint function)
    {
        var page = place & ~(nint)(Environment.SystemPageSize - 1);
        if (Protect(page, Environment.SystemPageSize, Readable | Writable) != 0) throw new InvalidOperationException("mprotect failed.");
        *(nint*)place = function;
    }

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(nint address, nint length, int rights);

    private readonly record struct Section(int Kind, int Offset, int Size, int Link);
}
