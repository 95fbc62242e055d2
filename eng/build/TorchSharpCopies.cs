#nullable disable // Compiled by the build, whose C# library has no annotations, and by the tests.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

#if !WITHOUT_MSBUILD // as the tests compile it
/// <summary>A build task that makes a changed copy of a file which belongs to a package, and so to every project on the machine.</summary>
public abstract class ChangedCopy : Microsoft.Build.Utilities.Task
{
    [Microsoft.Build.Framework.Required]
    public string Original { get; set; }

    [Microsoft.Build.Framework.Required]
    public string Copy { get; set; }

    /// <summary>False: the file does as it is, and there is no copy.</summary>
    [Microsoft.Build.Framework.Output]
    public bool Made { get; set; }

    public override bool Execute()
    {
        var bytes = File.ReadAllBytes(Original);
        if (!Change(bytes)) return !Log.HasLoggedErrors;
        if (!File.Exists(Copy) || !File.ReadAllBytes(Copy).SequenceEqual(bytes))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Copy));
            // Outputs may be links to the old copy: they keep it until they are made anew.
            File.Delete(Copy);
            File.WriteAllBytes(Copy, bytes);
        }
        return Made = true;
    }

    /// <returns>False: there is nothing to change, or an error has been logged.</returns>
    protected abstract bool Change(byte[] bytes);
}

/// <summary>
/// A copy of a Linux library that loads although the system's C++ library, libstdc++.so.6, lacks a version that the library asks for. It
/// is made only where that version is lacking, and only where nothing in the library uses it: GCC 13 and later leave such a demand behind
/// (GLIBCXX_3.4.32, for a symbol that no relocation names). The loader goes without a version that is asked for weakly.
/// </summary>
public class OptionalVersions : ChangedCopy
{
    protected override bool Change(byte[] bytes)
    {
        var file = new ElfFile(bytes);
        var lacking = file.VersionsWanted("libstdc++.so.6").Where(version => !SystemCxxLibrary.Has(version.Name)).ToList();
        foreach (var version in lacking)
        {
            if (file.Uses(version))
            {
                Log.LogError(
                    "{0} needs {1} of the C++ library, and this system's is older: Debian 13, Ubuntu 24.04 and later have it.",
                    Path.GetFileName(Original), version.Name);
                return false;
            }
            file.MakeWeak(version);
        }
        return lacking.Count > 0;
    }
}

/// <summary>
/// A copy of an assembly whose methods are compiled without optimization, so that their arguments live until they return.
/// In TorchSharp's, the garbage collector may otherwise free the Scalar behind a number, such as the 0.9 of
/// <c>mean.mul_(0.9)</c>, while libtorch still reads it.
/// </summary>
/// <remarks>
/// Source: ECMA-335, II.23.3 (the attribute's value); DebuggableAttribute.DebuggingModes. In TorchSharp:
/// pull requests 1434 and 1496.
/// </remarks>
public class Unoptimized : ChangedCopy
{
    private static readonly byte[] WithOptimization = { 8, 1, 0, 2, 0, 0, 0, 0, 0 }; // [Debuggable(IgnoreSymbolStoreSequencePoints)]

    protected override bool Change(byte[] bytes)
    {
        var places = Enumerable.Range(0, bytes.Length - WithOptimization.Length)
            .Where(at => bytes[at] == WithOptimization[0]
                && WithOptimization.SequenceEqual(bytes.Skip(at).Take(WithOptimization.Length)))
            .ToList();
        if (places.Count != 1)
        {
            Log.LogError(
                "{0} has changed: there are {1} places that may say how it is compiled. See eng/build/TorchSharpCopies.cs.",
                Path.GetFileName(Original), places.Count);
            return false;
        }
        bytes[places[0] + 3] = 3; // Default, without which the other is ignored
        bytes[places[0] + 4] = 1; // DisableOptimizations
        return true;
    }
}

#endif

/// <summary>The C++ library that .NET itself runs on in this process.</summary>
public static class SystemCxxLibrary
{
    private static readonly Lazy<HashSet<string>> Versions = new Lazy<HashSet<string>>(() =>
    {
        var path = File.ReadLines("/proc/self/maps")
            .Select(line => line.Substring(line.LastIndexOf(' ') + 1))
            .FirstOrDefault(file => file.Contains("/libstdc++.so.6"));
        var text = path == null ? "" : Encoding.GetEncoding("iso-8859-1").GetString(File.ReadAllBytes(path));
        var versions = Regex.Matches(text, @"(?<=\0)(GLIBCXX|CXXABI)_[0-9.]+(?=\0)").Cast<Match>();
        return new HashSet<string>(versions.Select(match => match.Value));
    });

    public static bool Has(string version) => Versions.Value.Contains(version);
}

/// <summary>
/// As much of an ELF file (64 bits, little-endian) as says which versions of other libraries it wants and which symbols use them.
/// </summary>
/// <remarks>Source: System V ABI, chapters 4 and 5; Linux Standard Base, "Symbol Versioning" (Elf64_Verneed, Elf64_Vernaux).</remarks>
public sealed class ElfFile
{
    private const uint SymbolTable = 11, Relocations = 4, VersionOfSymbol = 0x6fffffff, VersionsNeeded = 0x6ffffffe;
    private const ushort Weak = 2;

    private readonly List<Section> _sections;

    /// <exception cref="InvalidDataException">The bytes are no such file.</exception>
    public ElfFile(byte[] bytes)
    {
        Bytes = bytes;
        if (bytes.Length < 64 || BitConverter.ToUInt32(bytes, 0) != 0x464c457f || bytes[4] != 2 || bytes[5] != 1)
            throw new InvalidDataException("This is no 64-bit little-endian ELF file.");
        var (table, size, count) = (Offset(0x28), BitConverter.ToUInt16(bytes, 0x3a), BitConverter.ToUInt16(bytes, 0x3c));
        _sections = Enumerable.Range(0, count).Select(number => table + number * size).Select(at => new Section
        {
            Type = Word(at + 4), Start = Offset(at + 0x18), Length = Offset(at + 0x20),
            Link = (int)Word(at + 0x28), Info = (int)Word(at + 0x2c),
        }).ToList();
    }

    public byte[] Bytes { get; }

    /// <summary>The versions that it wants of the named library, in the file's order.</summary>
    public IReadOnlyList<WantedVersion> VersionsWanted(string library)
    {
        var found = new List<WantedVersion>();
        foreach (var section in _sections.Where(section => section.Type == VersionsNeeded))
        {
            var need = section.Start;
            for (var left = section.Info; left > 0; left--, need += (int)Word(need + 12))
            {
                if (Text(section.Link, Word(need + 4)) != library) continue;
                var version = need + (int)Word(need + 8);
                for (var more = BitConverter.ToUInt16(Bytes, need + 2); more > 0; more--, version += (int)Word(version + 12))
                {
                    found.Add(new WantedVersion
                    {
                        Name = Text(section.Link, Word(version + 8)),
                        FlagsAt = version + 4,
                        IsWeak = (BitConverter.ToUInt16(Bytes, version + 4) & Weak) != 0,
                        Index = BitConverter.ToUInt16(Bytes, version + 6),
                    });
                }
            }
        }
        return found;
    }

    /// <summary>The symbols that carry the version.</summary>
    public IReadOnlyList<string> SymbolsOf(WantedVersion version) => NumbersOfSymbols(version)
        .Select(number => Text(Only(SymbolTable).Link, Word(Only(SymbolTable).Start + 24 * number))).ToList();

    /// <summary>Whether a relocation names one of the version's symbols: only then is it ever looked for.</summary>
    public bool Uses(WantedVersion version)
    {
        var symbols = new HashSet<int>(NumbersOfSymbols(version));
        return _sections.Where(section => section.Type == Relocations).Any(section => Enumerable.Range(0, section.Length / 24)
            .Any(number => symbols.Contains((int)Word(section.Start + 24 * number + 12))));
    }

    /// <summary>Marks the demand as one that the loader may go without.</summary>
    public void MakeWeak(WantedVersion version) => Bytes[version.FlagsAt] |= (byte)Weak;

    private IEnumerable<int> NumbersOfSymbols(WantedVersion version)
    {
        var versions = Only(VersionOfSymbol);
        return Enumerable.Range(0, versions.Length / 2)
            .Where(number => (BitConverter.ToUInt16(Bytes, versions.Start + 2 * number) & 0x7fff) == version.Index);
    }

    private Section Only(uint type) => _sections.Single(section => section.Type == type);

    private string Text(int stringSection, uint at)
    {
        var start = _sections[stringSection].Start + (int)at;
        return Encoding.ASCII.GetString(Bytes, start, Array.IndexOf(Bytes, (byte)0, start) - start);
    }

    private uint Word(int at) => BitConverter.ToUInt32(Bytes, at);

    private int Offset(int at) => checked((int)BitConverter.ToUInt64(Bytes, at));

    private struct Section
    {
        public uint Type;
        public int Start, Length, Link, Info;
    }
}

/// <summary>A version of another library that a file wants.</summary>
public sealed class WantedVersion
{
    public string Name { get; set; }

    /// <summary>Where in the file its flags stand, two bytes.</summary>
    public int FlagsAt { get; set; }

    public bool IsWeak { get; set; }

    /// <summary>The number by which symbols refer to it.</summary>
    public ushort Index { get; set; }
}
