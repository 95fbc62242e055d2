using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace MnistBlazor.ML.Tests.TorchSharpContract;

/// <summary>Optimizers: their steps are PyTorch's, and a checkpoint knows all that they remember.</summary>
public class OptimizerTests
{
    // In float64: 1e-10 tells an epsilon inside a square root from one outside.
    private const double Exact = 1e-10;

    // As tests/oracle/torchsharp_contract.py prints them.
    private static readonly Dictionary<string, Course> Courses = new()
    {
        ["SGD"] = new(
            parameters => optim.SGD(parameters, 0.01, momentum: 0.9, nesterov: true, weight_decay: 0.1),
            [0.878397466241942, 0.02541243848706605, 0.8377266641694687, -0.23148783576584414],
            new() { ["momentum_buffer"] = [5.033066100510111, -18.09366349486799, -4.106208049595845, -9.197980940708538] },
            CountsSteps: false),
        ["RMSProp"] = new(
            parameters => optim.RMSProp(parameters, 0.01, alpha: 0.9, momentum: 0.5, weight_decay: 0.1),
            [1.2264779168440483, -1.7001636077675426, 0.7927998489005148, -0.7002084360442569],
            new()
            {
                ["square_avg"] = [1.6644817022421123, 35.22304200116025, 0.25321121396848845, 1.8258803854019272],
                ["momentum_buffer"] = [1.7704026078681843, -2.23190091964256, -1.998269109449164, -2.252771560287348],
                ["grad_avg"] = [0, 0, 0, 0], // is there, but moves only when asked to center; PyTorch makes none
            }),
        ["Adagrad"] = new(
            parameters => optim.Adagrad(parameters, 0.1, weight_decay: 0.1),
            [1.1361406736938908, -1.559372951923736, 0.8923899682856273, -0.554375062137232],
            new() { ["sum"] = [18.59440960461239, 448.2553017281093, 2.721998387576182, 23.936619937940407] }),
        ["Adam"] = new(
            parameters => optim.Adam(parameters, 0.05, beta1: 0.8, beta2: 0.99, weight_decay: 0.1),
            [1.0672005372049285, -1.524181447853123, 0.9522344545090067, -0.5224281463526026],
            new()
            {
                ["exp_avg"] = [0.8527787722192998, -5.487772292306736, -0.3432178796386425, -1.2882086617337343],
                ["exp_avg_sq"] = [0.20812955227326418, 4.700673546551802, 0.030135186721643337, 0.24888206860589673],
            }),
        ["AdamW"] = new(
            parameters => optim.AdamW(parameters, 0.05, beta1: 0.8, beta2: 0.99, weight_decay: 0.1),
            [1.0242209106045128, -1.4428621872098255, 0.9304996554096078, -0.48606574331876734],
            new()
            {
                ["exp_avg"] = [0.621238723824726, -4.952996229318116, -0.44462511860431525, -1.1978439931837799],
                ["exp_avg_sq"] = [0.1568920843235024, 4.08298906483229, 0.03912381015109162, 0.21774302696042144],
            }),
    };

    public static TheoryData<string> Names => [.. Courses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ten_steps_and_what_is_remembered_of_them_are_PyTorchs(string name)
    {
        var course = Courses[name];
        using var scope = NewDisposeScope();
        Parameter[] parameters = [new(tensor(new[] { 1.5, -2, 0.5 })), new(tensor(new[] { -1.0 }))];
        using var optimizer = course.Create(parameters);

        for (var step = 0; step < 10; step++)
        {
            // What is remembered has to outlive the scope of its step.
            using var perStep = NewDisposeScope();
            optimizer.zero_grad();
            parameters.Select(parameter => (parameter.pow(4) / 4 - parameter).sum()).Aggregate((sum, next) => sum + next).backward();
            optimizer.step();
        }

        AssertNear(course.Weights, parameters);
        var memory = optimizer.state_dict().State.Select(Memory).ToList(); // in the order of the parameters
        Assert.Equal(course.Memory.Keys.Order(), memory[0].Where(field => field.Value is Tensor).Select(field => field.Key).Order());
        foreach (var (field, values) in course.Memory) AssertNear(values, memory.Select(fields => (Tensor)fields[field]!));
        Assert.Equal(course.CountsSteps ? [10L, 10L] : [], memory.SelectMany(fields => fields.Values.OfType<long>()));
    }

    [Fact]
    public void A_learning_rate_of_1e18_gives_a_loss_that_is_huge_and_finite()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(4, 3);
        using var optimizer = optim.SGD(model.parameters(), 1e18);
        var (images, labels) = (ones(2, 4), tensor(new[] { 0L, 1L }));

        var losses = new List<float>();
        for (var step = 0; step < 5; step++)
        {
            optimizer.zero_grad();
            var loss = nn.functional.cross_entropy(model.forward(images), labels);
            loss.backward();
            optimizer.step();
            losses.Add(loss.item<float>());
        }

        // So a run that has diverged need never show NaN or infinity: to say so wants a bound.
        Assert.All(losses, loss => Assert.True(float.IsFinite(loss)));
        Assert.True(losses.Max() > 1e15);
    }

    /// <summary>All that the state of one parameter holds by itself, so that what a new version adds is noticed.</summary>
    private static Dictionary<string, object?> Memory(OptimizerState state) =>
        state.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .ToDictionary(field => field.Name, field => field.GetValue(state));

    private static void AssertNear(double[] expected, IEnumerable<Tensor> actual)
    {
        var values = actual.SelectMany(tensor => tensor.data<double>()).ToArray();
        Assert.Equal(expected.Length, values.Length);
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, Exact));
    }

    /// <param name="Memory">By the field's name, of all parameters one after the other.</param>
    private sealed record Course(
        Func<IEnumerable<Parameter>, OptimizerHelper> Create,
        double[] Weights,
        Dictionary<string, double[]> Memory,
        bool CountsSteps = true);
}
