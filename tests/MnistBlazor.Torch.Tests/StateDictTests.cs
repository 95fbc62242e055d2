using TorchSharp.Modules;

namespace MnistBlazor.Torch.Tests;

/// <summary>state_dict: all parameters and buffers by name, and back.</summary>
public class StateDictTests
{
    internal static Sequential Model(int seed, long units = 5)
    {
        manual_seed(seed);
        return nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, units));
    }

    /// <summary>All values of a model, to compare before and after.</summary>
    internal static Dictionary<string, double[]> Snapshot(nn.Module model)
    {
        using var scope = NewDisposeScope();
        return model.state_dict().ToDictionary(entry => entry.Key, entry => Near.Values(entry.Value));
    }

    [Fact]
    public void It_has_parameters_and_buffers_under_PyTorchs_names()
    {
        using var model = Model(1);
        Assert.Equal(
            ["0.bias", "0.weight", "1.bias", "1.num_batches_tracked", "1.running_mean", "1.running_var", "1.weight", "4.bias", "4.weight"],
            model.state_dict().Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Loaded_into_another_model_it_gives_the_same_answers()
    {
        using var scope = NewDisposeScope();
        using var source = Model(1);
        using var target = Model(2);
        var images = rand(6, 1, 4, 4);
        source.call(images);
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);

        source.eval();
        target.eval();
        Near.Identical(source.call(images), target.call(images));
        Assert.Equal(Snapshot(source), Snapshot(target));
    }

    [Fact]
    public void Loading_copies()
    {
        using var scope = NewDisposeScope();
        using var source = Model(1);
        using var target = Model(2);
        target.load_state_dict(source.state_dict());
        var before = Snapshot(target);
        using (no_grad())
        {
            foreach (var parameter in source.parameters()) parameter.add_(1);
        }
        Assert.Equal(before, Snapshot(target));
    }

    [Fact]
    public void What_is_missing_or_unknown_is_refused_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = Model(1);
        var before = Snapshot(model);

        var incomplete = Model(2).state_dict();
        incomplete.Remove("4.bias");
        Assert.ThrowsAny<InvalidOperationException>(() => model.load_state_dict(incomplete));

        var foreign = Model(2).state_dict();
        foreign["9.weight"] = ones(1);
        Assert.ThrowsAny<InvalidOperationException>(() => model.load_state_dict(foreign));
        Assert.Equal(before, Snapshot(model));
    }

    [Fact]
    public void Not_strict_it_takes_what_fits_and_tells_what_did_not()
    {
        using var scope = NewDisposeScope();
        using var source = Model(2);
        using var model = Model(1);
        var other = source.state_dict();
        other.Remove("4.bias");
        other["9.weight"] = ones(1);
        var (missing, unexpected) = model.load_state_dict(other, strict: false);
        Assert.Equal(["4.bias"], missing);
        Assert.Equal(["9.weight"], unexpected);
        Assert.Equal(Snapshot(source)["4.weight"], Snapshot(model)["4.weight"]);
    }

    [Fact]
    public void Another_shape_is_refused_and_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var model = Model(1);
        using var wider = Model(2, units: 7);
        var before = Snapshot(model);
        Assert.ThrowsAny<Exception>(() => model.load_state_dict(wider.state_dict()));
        Assert.SkipUnless(Library.IsOurs, "TorchSharp copies entry by entry until one does not fit.");
        Assert.Equal(before, Snapshot(model));
    }
}
