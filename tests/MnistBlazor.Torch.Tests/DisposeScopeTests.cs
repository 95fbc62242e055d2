namespace MnistBlazor.Torch.Tests;

/// <summary>Dispose scopes: a tensor belongs to the scope it was made in, and goes with it unless it is moved out.</summary>
public class DisposeScopeTests
{
    [Fact]
    public void A_scope_takes_what_was_made_in_it()
    {
        Tensor inside;
        var before = ones(1);
        using (var scope = NewDisposeScope())
        {
            inside = ones(2) + 1;
            Assert.True(scope.Contains(inside));
            Assert.False(scope.Contains(before));
            Assert.False(inside.IsInvalid);
        }
        Assert.True(inside.IsInvalid);
        Assert.False(before.IsInvalid);
        before.Dispose();
    }

    [Fact]
    public void Scopes_nest_and_the_inner_one_is_current()
    {
        using var outer = NewDisposeScope();
        var first = ones(1);
        Tensor second;
        using (var inner = NewDisposeScope())
        {
            second = ones(1);
            Assert.Equal((1, 1), (outer.DisposablesCount, inner.DisposablesCount));
        }
        var third = ones(1);
        Assert.Equal((false, true, false), (first.IsInvalid, second.IsInvalid, third.IsInvalid));
        Assert.Equal(2, outer.DisposablesCount);
    }

    [Fact]
    public void What_moves_to_the_outer_scope_outlives_the_inner()
    {
        Tensor kept, moved;
        using (var outer = NewDisposeScope())
        {
            using (var inner = NewDisposeScope())
            {
                kept = (ones(2) * 3).MoveToOuterDisposeScope();
                moved = inner.MoveToOuter(ones(2) * 4);
            }
            Assert.Equal(2, outer.DisposablesCount);
            Assert.Equal(6f, kept.sum().item<float>());
            Assert.Equal(8f, moved.sum().item<float>());
        }
        Assert.True(kept.IsInvalid);
        Assert.True(moved.IsInvalid);
    }

    [Fact]
    public void What_is_detached_belongs_to_its_holder()
    {
        Tensor mine, alsoMine;
        using (var scope = NewDisposeScope())
        {
            mine = ones(2).DetachFromDisposeScope();
            alsoMine = scope.Detach(ones(3));
            Assert.Equal(0, scope.DisposablesCount);
        }
        Assert.Equal(2, mine.numel());
        Assert.Equal(3, alsoMine.numel());
        mine.Dispose();
        alsoMine.Dispose();
        Assert.True(mine.IsInvalid);
    }

    [Fact]
    public void What_is_attached_goes_with_the_scope()
    {
        var made = ones(2);
        using (var scope = NewDisposeScope()) scope.Attach(made);
        Assert.True(made.IsInvalid);
    }

    [Fact]
    public void Everything_but_what_is_kept_can_go_early()
    {
        using var scope = NewDisposeScope();
        var (kept, gone) = (ones(1), ones(1));
        scope.DisposeEverythingBut(kept);
        Assert.Equal((false, true), (kept.IsInvalid, gone.IsInvalid));
        scope.DisposeEverything();
        Assert.True(kept.IsInvalid);
    }

    [Fact]
    public void Disposing_twice_or_early_is_harmless()
    {
        var scope = NewDisposeScope();
        var x = ones(1);
        x.Dispose();
        x.Dispose();
        Assert.Equal(0, scope.DisposablesCount);
        scope.Dispose();
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => scope.DisposablesCount);
    }

    [Fact]
    public void A_scope_belongs_to_its_thread()
    {
        using var scope = NewDisposeScope();
        Tensor? elsewhere = null;
        var thread = new Thread(() => elsewhere = ones(2));
        thread.Start();
        thread.Join();
        Assert.False(scope.Contains(elsewhere!));
        elsewhere!.Dispose();
    }

    [Fact]
    public void A_layer_made_in_a_scope_keeps_its_parameters()
    {
        nn.Module<Tensor, Tensor> layer;
        using (NewDisposeScope()) layer = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2));
        using (NewDisposeScope()) Assert.Equal([4L, 2L], layer.call(ones(4, 3)).shape);
        layer.Dispose();
    }

    [Fact]
    public void Statistics_count_this_threads_tensors()
    {
        var statistics = DisposeScopeManager.Statistics;
        statistics.Reset();
        using (NewDisposeScope())
        {
            var x = ones(2);
            _ = (x + 1).DetachFromDisposeScope();
            Assert.Equal(2, statistics.ThreadTotalLiveCount);
            Assert.Equal(2, statistics.CreatedInScopeCount);
            Assert.Equal(1, statistics.DetachedFromScopeCount);
        }
        Assert.Equal(1, statistics.DisposedInScopeCount);
        Assert.Equal(1, statistics.ThreadTotalLiveCount);
        statistics.Reset();
    }
}
