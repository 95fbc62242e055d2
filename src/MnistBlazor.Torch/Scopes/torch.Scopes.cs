namespace TorchSharp;

public static partial class torch
{
    /// <summary>Opens a scope on this thread; see <see cref="DisposeScope"/>. Never hold one across an await.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.OfThisThread.NewDisposeScope();

    /// <summary>The innermost scope of this thread, or null.</summary>
    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.OfThisThread.CurrentDisposeScope;

    /// <summary>Runs an expression in a scope of its own; only its result outlives it.</summary>
    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }
}
