using System.Reflection;
using System.Runtime.InteropServices;

namespace MnistBlazor.Torch.Tests;

/// <summary>
/// Calls every public operation thousands of times with shapes, dimensions, indices, element types and numbers drawn at random, most of
/// them wrong. Each call gives a result or an exception; the process, its grad mode and its arithmetic survive all of them. Should the
/// process die, last-call.txt beside the test's assembly names the call.
/// </summary>
public class FuzzTests
{
    private const int Calls = 6000;

    /// <summary>
    /// Operations with effects beyond their result, and those that multiply sizes, which is a question of memory, not of safety. Modes and
    /// scopes are left out as well: they hold until they are disposed.
    /// </summary>
    private static readonly HashSet<string> LeftOut =
    [
        "Dispose", "InitializeDevice", "InitializeDeviceType", "TryInitializeDeviceType", "load", "save", "Load", "Save", "print", "repeat",
        "repeat_interleave", "tile", "expand", "kron", "manual_seed", "seed", "set_rng_state",
    ];

    private static readonly Type[] Classes = [typeof(Tensor), typeof(torch), typeof(nn.functional), typeof(nn.init)];

    private static readonly MethodInfo[] Operations =
    [
        .. Classes.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsGenericMethod && !LeftOut.Contains(method.Name) && !method.Name.StartsWith("set_", StringComparison.Ordinal))
            .Where(method => method.ReturnType != typeof(IDisposable) && method.ReturnType != typeof(DisposeScope))
            .Where(method => method.GetParameters().All(parameter => Dice.Knows(parameter.ParameterType)))
            .OrderBy(method => $"{method.DeclaringType} {method}", StringComparer.Ordinal),
    ];

    [Theory, InlineData(1), InlineData(2)]
    public void Whatever_is_asked_gives_a_result_or_an_exception(int seed)
    {
        Assert.SkipUnless(Library.IsOurs, "TorchSharp passes some of it on as it is.");
        Assert.InRange(Operations.Length, 500, 5000);
        using var lastCall = File.Create(Path.Combine(AppContext.BaseDirectory, "last-call.txt"));
        var dice = new Dice(new Random(seed));
        var (answered, refused) = (0, 0);
        for (var call = 0; call < Calls; call++)
        {
            using var scope = NewDisposeScope();
            var operation = dice.Pick(Operations);
            var target = operation.IsStatic ? null : dice.Tensor();
            var arguments = Array.ConvertAll(operation.GetParameters(), dice.Argument);
            Note(lastCall, $"{operation.DeclaringType!.Name}.{operation.Name} of {Dice.Show(target)}: {string.Join(" | ", arguments.Select(Dice.Show))}");

            var error = Record.Exception(() =>
            {
                if (operation.Invoke(target, arguments) is Tensor { requires_grad: true } result) result.sum().backward();
            });
            if (error is null) answered++;
            else if (IsRefusal((error as TargetInvocationException)?.InnerException ?? error)) refused++;
            else Assert.Fail($"{operation} ended in {error}");
        }

        // Both happened often: the fuzz is neither all nonsense nor all sense.
        Assert.InRange(answered, Calls / 10, Calls);
        Assert.InRange(refused, Calls / 10, Calls);
        Assert.True(is_grad_enabled());
        using (NewDisposeScope()) Near.Identical(full([2, 2], 3f), ones(2, 3).mm(ones(3, 2)));
    }

    /// <summary>What a caller can expect; above all no AccessViolationException, no OutOfMemoryException, no StackOverflow.</summary>
    private static bool IsRefusal(Exception error) => error is ExternalException and not SEHException or ArgumentException or InvalidOperationException
        or NotSupportedException or NullReferenceException or IndexOutOfRangeException or OverflowException;

    private static void Note(FileStream file, string call)
    {
        file.SetLength(0);
        file.Write(System.Text.Encoding.UTF8.GetBytes(call));
        file.Flush();
    }

    /// <summary>Draws arguments: small, often wrong, now and then extreme.</summary>
    private sealed class Dice(Random random)
    {
        private static readonly ScalarType[] Types =
        [
            ScalarType.Float32, ScalarType.Float32, ScalarType.Float32, ScalarType.Float64, ScalarType.Int64, ScalarType.Int64, ScalarType.Int32,
            ScalarType.Byte, ScalarType.Bool, ScalarType.Float16, ScalarType.BFloat16,
        ];

        /// <summary>How to draw each type of parameter; enumerations come on top.</summary>
        private static readonly Dictionary<Type, Func<Dice, object?>> Draws = new()
        {
            [typeof(bool)] = d => d.OneIn(2),
            [typeof(int)] = d => d.Number(),
            [typeof(long)] = d => d.Size(),
            [typeof(float)] = d => (float)d.Fraction(),
            [typeof(double)] = d => d.Fraction(),
            [typeof(Scalar)] = d => d.OneIn(2) ? (Scalar)d.Number() : (Scalar)d.Fraction(),
            [typeof(Tensor)] = d => d.Tensor(),
            [typeof(TensorIndex)] = d => d.Index(),
            [typeof(long[])] = d => d.Several(d.Size),
            [typeof(double[])] = d => d.Several(d.Fraction),
            [typeof(Tensor[])] = d => d.Several(d.Tensor),
            [typeof(IList<Tensor>)] = d => d.Several(d.Tensor),
            [typeof(IEnumerable<Tensor>)] = d => d.Several(d.Tensor),
            [typeof(TensorIndex[])] = d => d.Several(d.Index),
            [typeof((long, long))] = d => (d.Size(), d.Size()),
            [typeof(Size)] = d => new Size(d.Several(() => (long)d.Number())),
            [typeof(Device)] = d => d.OneIn(4) ? META : CPU,
            [typeof(Generator)] = _ => null,
            [typeof(string)] = d => d.OneIn(2) ? "reflect" : "ij,jk",
            [typeof(string[])] = _ => null,
        };

        public static bool Knows(Type type) => Plain(type).IsEnum || Draws.ContainsKey(Plain(type));

        public static string Show(object? value) => value switch
        {
            null => "null",
            Tensor tensor => tensor.ToString(),
            Array array => $"[{string.Join(", ", array.Cast<object?>().Select(Show))}]",
            _ => value.ToString()!,
        };

        public T Pick<T>(T[] values) => values[random.Next(values.Length)];

        public object? Argument(ParameterInfo parameter)
        {
            var type = parameter.ParameterType;
            if (parameter.HasDefaultValue && OneIn(3)) return parameter.DefaultValue;
            if ((!type.IsValueType || type != Plain(type)) && OneIn(25)) return null;
            if (!Plain(type).IsEnum) return Draws[Plain(type)](this);
            return OneIn(10) ? Enum.ToObject(Plain(type), random.Next(-5, 60)) : Pick(Enum.GetValues(Plain(type)).Cast<object>().ToArray());
        }

        /// <summary>A tensor of 0 to 4 dimensions of 0 to 4 elements, whole numbers and NaN, with or without a gradient.</summary>
        public Tensor Tensor()
        {
            var shape = Several(() => (long)random.Next(OneIn(8) ? 0 : 1, 5));
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (var i = 0; i < values.Length; i++) values[i] = OneIn(30) ? float.NaN : Number();
            var made = tensor(values, shape).to_type(Pick(Types));
            return made.is_floating_point() && OneIn(6) ? made.requires_grad_() : made;
        }

        private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;

        private bool OneIn(int count) => random.Next(count) == 0;

        private int Number() => random.Next(-3, 6);

        private long Size() => OneIn(40) ? Pick([long.MinValue, long.MaxValue]) : Number();

        private double Fraction() => OneIn(10) ? double.NaN : Number() / 2.0;

        private TensorIndex Index() => random.Next(5) switch
        {
            0 => TensorIndex.Slice(Size(), Size(), Size()),
            1 => TensorIndex.Tensor(Tensor()),
            2 => TensorIndex.Ellipsis,
            3 => TensorIndex.None,
            _ => TensorIndex.Single(Size()),
        };

        private T[] Several<T>(Func<T> draw) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => draw())];
    }
}
