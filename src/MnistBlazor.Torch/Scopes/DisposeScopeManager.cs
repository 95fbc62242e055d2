namespace TorchSharp;

/// <summary>The stack of dispose scopes of one thread, and its counts.</summary>
public class DisposeScopeManager
{
    [ThreadStatic] private static DisposeScopeManager? _ofThisThread;

    internal static DisposeScopeManager OfThisThread => _ofThisThread ??= new DisposeScopeManager();

    /// <summary>How many tensors this thread has created, disposed and still has.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThisThread.StatisticsOfThread;

    internal ThreadDisposeScopeStatistics StatisticsOfThread { get; } = new();

    internal DisposeScope? CurrentDisposeScope { get; private set; }

    internal DisposeScope NewDisposeScope() => CurrentDisposeScope = new DisposeScope(this);

    internal DisposeScope? Register(torch.Tensor tensor)
    {
        var counts = StatisticsOfThread.TensorStatistics;
        if (CurrentDisposeScope is null)
        {
            counts.CreatedOutsideScopeCount++;
            return null;
        }
        counts.CreatedInScopeCount++;
        CurrentDisposeScope.Register(tensor);
        return CurrentDisposeScope;
    }

    internal void Disposing(torch.Tensor tensor)
    {
        var counts = StatisticsOfThread.TensorStatistics;
        if (tensor.OwningDisposeScope is null) counts.DisposedOutsideScopeCount++;
        else counts.DisposedInScopeCount++;
    }

    /// <summary>Takes a scope off the stack, wherever in it: scopes may end out of order.</summary>
    internal void Remove(DisposeScope ended)
    {
        if (CurrentDisposeScope == ended)
        {
            CurrentDisposeScope = ended.OuterScope;
            return;
        }
        for (var scope = CurrentDisposeScope; scope is not null; scope = scope.OuterScope)
        {
            if (scope.OuterScope != ended) continue;
            scope.OuterScope = ended.OuterScope;
            return;
        }
    }
}
