namespace TorchSharp;

/// <summary>
/// Disposes, at its end, the tensors that were created on its thread while it was the innermost scope. What must outlive it is moved
/// to the outer scope, or detached. A scope ends on the thread that opened it; a tensor in it may be disposed earlier, by any thread.
/// </summary>
public sealed class DisposeScope : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);
    private DisposeScopeManager? _manager;

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    internal DisposeScope? OuterScope { get; set; }

    /// <summary>The tensors in the scope now; a copy.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            _ = Manager;
            lock (_lock) return [.. _disposables];
        }
    }

    public int DisposablesCount
    {
        get
        {
            _ = Manager;
            lock (_lock) return _disposables.Count;
        }
    }

    private DisposeScopeManager Manager => _manager ?? throw new ObjectDisposedException(typeof(DisposeScope).FullName);

    public bool Contains(IDisposable disposable)
    {
        lock (_lock) return _disposables.Contains(disposable);
    }

    /// <summary>Hands a tensor to the scope around this one, or to nobody where there is none.</summary>
    public T MoveToOuter<T>(T disposable) where T : IDisposable
    {
        Move(OuterScope, disposable);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second));

    public (T1 first, T2 second, T3 third) MoveToOuter<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable =>
        (MoveToOuter(first), MoveToOuter(second), MoveToOuter(third));

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOther(OuterScope, disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    /// <summary>Hands a tensor to another scope, or to nobody where that is null.</summary>
    public T MoveToOther<T>(DisposeScope? scope, T disposable) where T : IDisposable
    {
        Move(scope, disposable);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Move(scope, disposable);
    }

    /// <summary>Takes a tensor out of every scope: its owner disposes it, or the finalizer does.</summary>
    public T Detach<T>(T disposable) where T : IDisposable
    {
        Move(null, disposable);
        return disposable;
    }

    public (T1 first, T2 second) Detach<T1, T2>(T1 first, T2 second) where T1 : IDisposable where T2 : IDisposable =>
        (Detach(first), Detach(second));

    public (T1 first, T2 second, T3 third) Detach<T1, T2, T3>(T1 first, T2 second, T3 third)
        where T1 : IDisposable where T2 : IDisposable where T3 : IDisposable => (Detach(first), Detach(second), Detach(third));

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        foreach (var disposable in disposables) Move(null, disposable);
    }

    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    /// <summary>Takes tensors over, from whichever scope has them.</summary>
    /// <exception cref="InvalidOperationException">Something else than a tensor was given.</exception>
    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var statistics = Manager.StatisticsOfThread;
        var attached = disposables.ToList();
        foreach (var disposable in attached)
        {
            if (Add(disposable)) statistics.TensorStatistics.AttachedToScopeCount++;
        }
        return attached;
    }

    /// <summary>Disposes what is in the scope now; the scope stays open.</summary>
    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        _ = Manager;
        var keep = inKeep.ToHashSet<IDisposable>(ReferenceEqualityComparer.Instance);
        IDisposable[] doomed;
        lock (_lock) doomed = [.. _disposables.Where(d => !keep.Contains(d))];
        foreach (var disposable in doomed) disposable.Dispose();
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep) where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    /// <summary>Ends the scope and disposes what is in it. The second time does nothing.</summary>
    public void Dispose()
    {
        if (_manager is null) return;
        DisposeEverything();
        _manager.Remove(this);
        _manager = null;
    }

    /// <summary>Forgets a tensor that has been disposed.</summary>
    public void MarkAsDisposed(IDisposable disposable)
    {
        lock (_lock) _disposables.Remove(disposable);
        if (disposable is torch.Tensor tensor) tensor.OwningDisposeScope = null;
    }

    internal void Register(torch.Tensor tensor)
    {
        lock (_lock) _disposables.Add(tensor);
    }

    /// <summary>Puts a tensor in the place of another: a parameter in that of the tensor it was made of.</summary>
    internal static void Replace(torch.Tensor original, torch.Tensor replacement)
    {
        if (original.OwningDisposeScope is not { } scope) return;
        scope.MarkAsDisposed(original);
        scope.Register(replacement);
        replacement.OwningDisposeScope = scope;
    }

    private void Move(DisposeScope? scope, IDisposable disposable)
    {
        var statistics = Manager.StatisticsOfThread;
        bool mine;
        lock (_lock) mine = _disposables.Contains(disposable);
        if (!mine) return;
        if (scope is not null)
        {
            scope.Add(disposable);
            return;
        }
        MarkAsDisposed(disposable);
        statistics.TensorStatistics.DetachedFromScopeCount++;
    }

    private bool Add(IDisposable disposable)
    {
        if (disposable is not torch.Tensor tensor) throw new InvalidOperationException("A DisposeScope can only manage tensors.");
        if (tensor.OwningDisposeScope == this) return false;
        tensor.OwningDisposeScope?.MarkAsDisposed(tensor);
        Register(tensor);
        tensor.OwningDisposeScope = this;
        return true;
    }
}
