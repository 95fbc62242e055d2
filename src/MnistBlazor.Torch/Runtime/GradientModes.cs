using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>
/// Whether operations are recorded for the backward pass: a setting of the thread, until the returned object is disposed.
/// </summary>
public static partial class torch
{
    public static IDisposable no_grad() => new GradientMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new GradientMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new GradientMode(mode);

    public static bool is_grad_enabled() => NativeMethods.mt_grad_enabled() != 0;

    /// <summary>Like no_grad, and tensors made in it can never be part of a graph.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static bool is_inference_mode_enabled() => NativeMethods.mt_inference_mode_enabled() != 0;

    private sealed class GradientMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();
        private bool _ended;

        internal GradientMode(bool enabled) => NativeMethods.mt_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose()
        {
            if (_ended) return;
            _ended = true;
            NativeMethods.mt_set_grad_enabled(_before ? 1 : 0);
        }
    }

    private sealed class InferenceMode : IDisposable
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private nint _guard;

        internal InferenceMode(bool enabled) => NativeMethods.Check(NativeMethods.mt_inference_mode_enter(enabled ? 1 : 0, out _guard));

        /// <exception cref="InvalidOperationException">On another thread than the one that entered.</exception>
        public void Dispose()
        {
            if (_guard == 0) return;
            if (_thread != Environment.CurrentManagedThreadId)
                throw new InvalidOperationException("Inference mode ends on the thread that entered it.");
            NativeMethods.mt_inference_mode_leave(_guard);
            _guard = 0;
        }
    }
}
