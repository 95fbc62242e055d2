using System.Collections.Concurrent;

namespace TorchSharp.Interop;

/// <summary>
/// Calls ATen operators by name ("add.Tensor" is aten::add with the overload Tensor), with arguments in the order of their schema;
/// those left out at the end take the schema's defaults. The schemas are listed in PyTorch's native_functions.yaml.
/// </summary>
internal static unsafe class Aten
{
    private const int StackWords = 64;

    private static readonly ConcurrentDictionary<string, nint> Operators = new();

    /// <summary>An operator with one tensor as its result.</summary>
    internal static torch.Tensor Call(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return ToTensor(result)!;
    }

    /// <summary>An operator that changes its first argument, which is returned.</summary>
    internal static torch.Tensor InPlace(string op, params ReadOnlySpan<Arg> args)
    {
        Invoke(op, args, null, 0);
        return (torch.Tensor)args[0].Reference!;
    }

    internal static (torch.Tensor, torch.Tensor) Call2(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[2];
        Invoke(op, args, results, 2);
        return (ToTensor(results[0])!, ToTensor(results[1])!);
    }

    internal static (torch.Tensor, torch.Tensor, torch.Tensor) Call3(string op, params ReadOnlySpan<Arg> args)
    {
        var results = stackalloc NativeValue[3];
        Invoke(op, args, results, 3);
        return (ToTensor(results[0])!, ToTensor(results[1])!, ToTensor(results[2])!);
    }

    internal static torch.Tensor[] CallList(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        var handles = (nint*)result.Bits;
        try
        {
            var tensors = new torch.Tensor[result.Count];
            for (var i = 0; i < tensors.Length; i++) tensors[i] = new torch.Tensor(handles[i]);
            return tensors;
        }
        finally
        {
            NativeMethods.mt_free_handles(handles);
        }
    }

    internal static bool CallBool(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return result.Bits != 0;
    }

    /// <summary>An operator that gives a number: `item`.</summary>
    internal static Scalar CallScalar(string op, params ReadOnlySpan<Arg> args)
    {
        NativeValue result;
        Invoke(op, args, &result, 1);
        return result.Kind switch
        {
            ValueKind.Bool => new Scalar(ScalarKind.Bool, result.Bits),
            ValueKind.Int => new Scalar(ScalarKind.Int, result.Bits),
            _ => new Scalar(BitConverter.Int64BitsToDouble(result.Bits)),
        };
    }

    private static torch.Tensor? ToTensor(in NativeValue value) => value.Bits == 0 ? null : new torch.Tensor((nint)value.Bits);

    private static void Invoke(string op, ReadOnlySpan<Arg> args, NativeValue* results, int resultCount)
    {
        var pointer = Operators.GetOrAdd(op, Find);
        var words = WordsFor(args);
        // Lists of sizes are short; only a long list of tensors or bytes leaves the stack.
        fixed (long* large = words > StackWords ? new long[words] : null)
        {
            var small = stackalloc long[large == null ? StackWords : 0];
            var values = stackalloc NativeValue[args.Length];
            var held = 0;
            try
            {
                Lay(args, values, large == null ? small : large, ref held);
                NativeMethods.Check(NativeMethods.mt_call(pointer, values, args.Length, results, resultCount));
            }
            finally
            {
                LetGo(args, held);
            }
        }
    }

    private static nint Find(string op)
    {
        var dot = op.IndexOf('.');
        var (name, overload) = dot < 0 ? (op, "") : (op[..dot], op[(dot + 1)..]);
        NativeMethods.Check(NativeMethods.mt_find("aten::" + name, overload, out var pointer));
        return pointer;
    }

    private static int WordsFor(ReadOnlySpan<Arg> args)
    {
        var words = 0;
        foreach (ref readonly var arg in args)
        {
            words += arg.Kind switch
            {
                ValueKind.IntList or ValueKind.DoubleList or ValueKind.TensorList => ((Array)arg.Reference!).Length,
                ValueKind.String => (((byte[])arg.Reference!).Length + 7) / 8,
                _ => 0,
            };
        }
        return words;
    }

    /// <summary>
    /// Fills in what libtorch reads. Every handle is held from here until <see cref="LetGo"/>, so that neither another thread's
    /// Dispose nor the finalizer frees a tensor under a running operator; `held` counts the holds in the order of the arguments.
    /// </summary>
    private static void Lay(ReadOnlySpan<Arg> args, NativeValue* values, long* words, ref int held)
    {
        for (var i = 0; i < args.Length; i++)
        {
            ref readonly var arg = ref args[i];
            ref var value = ref values[i];
            value = new NativeValue { Kind = arg.Kind, Bits = arg.Bits, Count = arg.Count };
            switch (arg.Kind)
            {
                case ValueKind.Tensor:
                    value.Bits = ((torch.Tensor)arg.Reference!).Hold();
                    held++;
                    break;
                case ValueKind.Generator:
                    value.Bits = ((torch.Generator)arg.Reference!).Hold();
                    held++;
                    break;
                case ValueKind.TensorList:
                    var tensors = (torch.Tensor?[])arg.Reference!;
                    (value.Bits, value.Count) = ((long)words, tensors.Length);
                    foreach (var tensor in tensors)
                    {
                        *words++ = tensor is null ? 0 : tensor.Hold();
                        held++;
                    }
                    break;
                case ValueKind.IntList:
                    var integers = (long[])arg.Reference!;
                    (value.Bits, value.Count) = ((long)words, integers.Length);
                    foreach (var number in integers) *words++ = number;
                    break;
                case ValueKind.DoubleList:
                    var numbers = (double[])arg.Reference!;
                    (value.Bits, value.Count) = ((long)words, numbers.Length);
                    foreach (var number in numbers) *words++ = BitConverter.DoubleToInt64Bits(number);
                    break;
                case ValueKind.String:
                    var bytes = (byte[])arg.Reference!;
                    (value.Bits, value.Count) = ((long)words, bytes.Length);
                    bytes.CopyTo(new Span<byte>(words, bytes.Length));
                    words += (bytes.Length + 7) / 8;
                    break;
            }
        }
    }

    private static void LetGo(ReadOnlySpan<Arg> args, int held)
    {
        foreach (ref readonly var arg in args)
        {
            if (held == 0) return;
            switch (arg.Kind)
            {
                case ValueKind.Tensor:
                    ((torch.Tensor)arg.Reference!).LetGo();
                    held--;
                    break;
                case ValueKind.Generator:
                    ((torch.Generator)arg.Reference!).LetGo();
                    held--;
                    break;
                case ValueKind.TensorList:
                    foreach (var tensor in (torch.Tensor?[])arg.Reference!)
                    {
                        if (held == 0) return;
                        tensor?.LetGo();
                        held--;
                    }
                    break;
            }
        }
    }
}
