using Mono.Cecil;
using MnistBlazor.ML.Training;

namespace MnistBlazor.ML.Tests.Training;

/// <summary>
/// A step of training hands its work to the device and waits for nothing: on a graphics card, whoever asks a tensor for a number, or moves
/// one without saying that it need not be there at once, waits for all that is under way. Counted in the compiled code, in all that a step
/// can reach.
/// </summary>
public class WaitingTests
{
    private static readonly HashSet<string> Reads =
    [
        "item", "data", "cpu", "bytes", "get_bytes", "ToSingle", "ToDouble", "ToInt32", "ToInt64", "ToBoolean", "tolist", "nonzero",
        "masked_select", "unique", "numpy", "save", "print", "allclose", "Equals", "equal",
    ];

    /// <summary>What a step reaches and does only once an epoch, or only where a fault that the learner chose wants it.</summary>
    private static readonly string[] NotEachStep = ["MiniBatches::Shuffle", "MiniBatches::TakeWithTest", "Faults::", "Trainer::Begin"];

    [Fact]
    public void A_step_asks_no_tensor_for_a_number()
    {
        Assert.Empty(Calls(of: nameof(Trainer.TrainBatch), method => Reads.Contains(method.Name)));
        // So it would be seen.
        Assert.NotEmpty(Calls(of: nameof(Trainer.ReadLoss), method => Reads.Contains(method.Name)));
        Assert.NotEmpty(Calls(of: nameof(Trainer.Snapshot), method => Reads.Contains(method.Name)));
    }

    [Fact]
    public void What_a_step_brings_to_the_device_is_not_waited_for()
    {
        var moves = Calls(of: nameof(Trainer.TrainBatch), method =>
            method.Name == "to" && method.Parameters.Any(parameter => parameter.ParameterType.Name == "Device"));

        Assert.All(moves, move => Assert.Equal("non_blocking", move.LastArgument));
        Assert.NotEmpty(moves);
    }

    /// <summary>Calls of tensors' methods within all that a method of the trainer can reach in this project.</summary>
    private static List<(string Where, string LastArgument)> Calls(string of, Func<MethodReference, bool> wanted)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(Trainer).Assembly.Location);
        var types = assembly.MainModule.GetTypes().ToList();
        var start = types.Single(type => type.FullName == typeof(Trainer).FullName).Methods.Single(method => method.Name == of);
        var (reached, found) = (new HashSet<MethodDefinition> { start }, new List<(string, string)>());
        var toRead = new Queue<MethodDefinition>(reached);
        if (of == nameof(Trainer.TrainBatch))
        {
            // Called through what they implement: the course of the epochs, an iterator, and a layer of our own.
            foreach (var type in types.Where(type => type.Name.StartsWith("<Epochs>", StringComparison.Ordinal)))
                foreach (var method in type.Methods) Reach(method);
            foreach (var layer in types.Where(type => type.Methods.Any(method => method.Name == "forward")))
                foreach (var method in layer.Methods.Where(method => method.Name == "forward")) Reach(method);
        }
        while (toRead.TryDequeue(out var method))
        {
            foreach (var instruction in method.Body?.Instructions.Where(one => one.Operand is MethodReference) ?? [])
            {
                var called = (MethodReference)instruction.Operand;
                if (called.DeclaringType.FullName.StartsWith("TorchSharp", StringComparison.Ordinal) && wanted(called))
                    found.Add(($"{method.FullName}: {called.Name}", instruction.Previous?.OpCode.Name == "ldc.i4.1" ? "non_blocking" : ""));
                if (called.Resolve() is not { } next || next.Module != assembly.MainModule) continue;
                Reach(next);
            }
        }
        return found;

        void Reach(MethodDefinition method)
        {
            if (NotEachStep.Any(method.FullName.Contains) || !reached.Add(method)) return;
            toRead.Enqueue(method);
        }
    }
}
