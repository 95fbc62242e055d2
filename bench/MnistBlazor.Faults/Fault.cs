using System.Globalization;
using System.Runtime.InteropServices;

namespace MnistBlazor.Faults;

/// <summary>
/// What goes wrong in a process, told by its environment (<see cref="Variable"/>): <c>count|FOLDER|LIST</c> writes a list of all moments at
/// which a file in the folder is about to change, <c>kill|FOLDER|N</c> ends the process at the N-th of them, without any warning,
/// <c>refuse|FOLDER|FILE</c> has every change fail while there is a FILE outside of it, with the number in it.
/// </summary>
internal sealed class Fault
{
    public const string Variable = "MNISTBLAZOR_FAULT";
    private const int Kill = 9;

    // Room is also made by what is full, and closing changes nothing on it.
    private static readonly HashSet<string> NeverFull = ["close", "open", "unlink", "rmdir", "flush"];
    private const int NoSpace = 28;

    private readonly string _kind, _folder, _file;
    private readonly int _number;
    private readonly StreamWriter? _list;
    private int _moment;

    private Fault(string[] parts)
    {
        (_kind, _folder, _file) = (parts[0], parts[1], parts[2]);
        if (_kind == "count") _list = new StreamWriter(_file) { AutoFlush = true };
        if (_kind == "kill") _number = int.Parse(_file, CultureInfo.InvariantCulture);
    }

    /// <summary>Null: nothing is to go wrong.</summary>
    public static Fault? FromEnvironment() => Environment.GetEnvironmentVariable(Variable) is { } told ? new(told.Split('|')) : null;

    public bool Watches(string path) => path.StartsWith(_folder, StringComparison.Ordinal);

    /// <summary>A file or folder is about to change.</summary>
    /// <returns>The number of the error with which that fails; 0: it does not.</returns>
    public int Refuses(string call, string path)
    {
        if (_kind == "refuse")
        {
            if (call == "close" || !File.Exists(_file)) return 0;
            var error = int.Parse(File.ReadAllText(_file), CultureInfo.InvariantCulture);
            return error == NoSpace && NeverFull.Contains(call) ? 0 : error;
        }
        if (call is not ("open" or "flush")) Pass(call, path);
        return 0;
    }

    /// <summary>A file is about to be written: a kill may find half of it written.</summary>
    public void Halves(string call, string path, Action half)
    {
        if (_kind != "refuse") Pass("half " + call, path, half);
    }

    private void Pass(string call, string path, Action? first = null)
    {
        var moment = Interlocked.Increment(ref _moment);
        if (_list is not null) lock (_list) _list.WriteLine($"{call} {Path.GetRelativePath(_folder, path)}");
        if (_kind != "kill" || moment != _number) return;
        first?.Invoke();
        SendSignal(Environment.ProcessId, Kill);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
