using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// What the optimizers share: groups, states, and TorchSharp's file format, which is the class name, the numbers of groups and states,
/// then the options of each group and the state of each parameter.
/// </summary>
public abstract class OptimizerHelper : optim.Optimizer
{
    private readonly Dictionary<Parameter, OptimizerState> _states = new(ReferenceEqualityComparer.Instance);

    /// <exception cref="ArgumentException">No parameters at all.</exception>
    private protected void AddGroups(IEnumerable<ParamGroup> groups)
    {
        foreach (var group in groups) add_param_group(group);
        if (_parameter_groups.Count == 0) throw new ArgumentException("An optimizer needs parameters.");
    }

    public override void add_param_group(ParamGroup param_group)
    {
        ArgumentNullException.ThrowIfNull(param_group);
        param_group.Options ??= NewOptions();
        Complete(param_group.Options);
        param_group.InitialLearningRate = param_group.LearningRate;
        foreach (var parameter in param_group.Parameters)
        {
            if (_states.ContainsKey(parameter))
                throw new ArgumentException("A parameter is in the optimizer already.", nameof(param_group));
            var state = NewState(parameter);
            state.Initialize(param_group.Options);
            _states.Add(parameter, state);
        }
        _parameter_groups.Add(param_group);
    }

    public override void zero_grad()
    {
        foreach (var parameter in parameters())
        {
            using var grad = parameter.grad;
            grad?.zero_();
        }
    }

    public override Tensor? step(Func<Tensor>? closure = null)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var gradients = enable_grad();
            loss = closure();
        }
        using var noGradients = no_grad();
        foreach (var group in _parameter_groups)
        {
            foreach (var parameter in group.Parameters)
            {
                using var scope = NewDisposeScope();
                if (parameter.grad is { } grad) Update(parameter, grad, _states[parameter], group.Options);
            }
        }
        return loss;
    }

    public virtual StateDictionary state_dict()
    {
        var dictionary = new StateDictionary();
        foreach (var group in _parameter_groups)
        {
            var first = dictionary.State.Count;
            dictionary.Options.Add(group.Options);
            dictionary.State.AddRange(group.Parameters.Select(parameter => _states[parameter]));
            dictionary.StateIndexRef.Add([.. Enumerable.Range(first, dictionary.State.Count - first)]);
        }
        return dictionary;
    }

    /// <exception cref="ArgumentException">Of another number of groups or parameters.</exception>
    public virtual void load_state_dict(StateDictionary state_dict)
    {
        ArgumentNullException.ThrowIfNull(state_dict);
        var own = this.state_dict();
        CheckCounts(own, state_dict.Options.Count, state_dict.State.Count);
        using var noGradients = no_grad();
        foreach (var (target, source) in own.Options.Zip(state_dict.Options))
        {
            if (target != source) target.LoadStateDict(source);
        }
        foreach (var (target, source) in own.State.Zip(state_dict.State))
        {
            if (target != source) target.LoadStateDict(source);
        }
    }

    public void save_state_dict(string location)
    {
        using var writer = new BinaryWriter(File.Create(location));
        save_state_dict(writer);
    }

    public void save_state_dict(BinaryWriter writer)
    {
        var own = state_dict();
        writer.Write(GetType().Name);
        writer.WriteLength(own.Options.Count);
        writer.WriteLength(own.State.Count);
        foreach (var options in own.Options) options.SaveStateDict(writer);
        foreach (var state in own.State) state.SaveStateDict(writer);
    }

    public void load_state_dict(string location)
    {
        using var reader = new BinaryReader(File.OpenRead(location));
        load_state_dict(reader);
    }

    /// <exception cref="InvalidDataException">Not the state of such an optimizer.</exception>
    /// <exception cref="ArgumentException">Of another number of groups or parameters, or of other shapes.</exception>
    /// <exception cref="EndOfStreamException">The file ends early.</exception>
    public void load_state_dict(BinaryReader reader)
    {
        var name = reader.ReadString();
        if (name != GetType().Name)
            throw new InvalidDataException($"Mismatched optimizer type: expected '{GetType().Name}', but found '{name}'.");
        var (groups, states) = (reader.ReadLength(), reader.ReadLength());
        var own = state_dict();
        CheckCounts(own, groups, states);
        using var noGradients = no_grad();
        foreach (var options in own.Options) options.LoadStateDict(reader);
        foreach (var state in own.State) state.LoadStateDict(reader);
    }

    /// <summary>Moves the state to where its parameters have gone.</summary>
    public void to(Device device)
    {
        foreach (var state in _states.Values) state.to(device);
    }

    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        foreach (var state in _states.Values) ((IDisposable)state).Dispose();
    }

    /// <summary>Changes one parameter. Called without gradients, in a dispose scope.</summary>
    private protected abstract void Update(Parameter parameter, Tensor grad, OptimizerState state, OptimizerOptions options);

    private protected abstract OptimizerOptions NewOptions();

    /// <summary>Fills in what a group leaves open from the optimizer's own options.</summary>
    private protected abstract void Complete(OptimizerOptions options);

    private protected abstract OptimizerState NewState(Parameter parameter);

    private static void CheckCounts(StateDictionary own, long groups, long states)
    {
        if (groups != own.Options.Count) throw new ArgumentException("Invalid optimizer state -- different number of parameter groups.");
        if (states != own.State.Count) throw new ArgumentException("Invalid optimizer state -- different number of states.");
    }
}
