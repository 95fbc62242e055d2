using System.Diagnostics.CodeAnalysis;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// An array of numbers of one type, on one device: libtorch's tensor. It owns native memory, so dispose it, or create it in a
    /// <see cref="DisposeScope"/>; the finalizer is the last resort. Every operator can throw
    /// <see cref="System.Runtime.InteropServices.ExternalException"/> with libtorch's message (shapes or types that do not fit, an index
    /// out of range, no memory left) and <see cref="ObjectDisposedException"/>.
    /// </summary>
    public partial class Tensor : IDisposable
    {
        private TensorHandle _handle;

        /// <summary>Takes a native reference over.</summary>
        internal Tensor(nint handle)
        {
            _handle = new TensorHandle(handle);
            OwningDisposeScope = DisposeScopeManager.OfThisThread.Register(this);
        }

        /// <summary>Takes the place of another tensor, which is no tensor any more.</summary>
        private protected Tensor(Tensor original)
        {
            ArgumentNullException.ThrowIfNull(original);
            _handle = original._handle;
            original._handle = TensorHandle.Closed;
            DisposeScope.Replace(original, this);
        }

        /// <summary>Tensors of the whole process that have not been disposed.</summary>
        public static long TotalCount => TensorHandle.Live;

        /// <summary>The most that <see cref="TotalCount"/> has been.</summary>
        public static long PeakCount => TensorHandle.Peak;

        public string? name { get; set; }

        /// <summary>libtorch's pointer, valid while this object is.</summary>
        public IntPtr Handle => _handle.IsClosed ? throw Disposed() : _handle.DangerousGetHandle();

        /// <summary>True once the tensor is disposed.</summary>
        public bool IsInvalid => _handle.IsClosed;

        internal DisposeScope? OwningDisposeScope { get; set; }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (_handle.IsClosed) return;
            DisposeScopeManager.OfThisThread.Disposing(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            _handle.Dispose();
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } scope) scope.MoveToOther(other, this);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>A second C# object for the same tensor: what is written to one is read in the other.</summary>
        public Tensor alias()
        {
            var tensor = Hold();
            try
            {
                return new Tensor(NativeMethods.mt_tensor_share(tensor));
            }
            finally
            {
                LetGo();
            }
        }

        public override bool Equals([NotNullWhen(true)] object? obj) => obj is Tensor tensor && Equals(tensor);

        /// <summary>Same shape and same values.</summary>
        public bool Equals(Tensor target) => Aten.CallBool("equal", this, target);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>The native pointer, kept valid until <see cref="LetGo"/> even if another thread disposes the tensor.</summary>
        internal nint Hold()
        {
            var held = false;
            try
            {
                _handle.DangerousAddRef(ref held);
            }
            catch (ObjectDisposedException)
            {
                throw Disposed();
            }
            return _handle.DangerousGetHandle();
        }

        internal void LetGo() => _handle.DangerousRelease();

        /// <summary>Makes this object stand for another tensor of the same meaning: a parameter that moved to another device.</summary>
        internal void TakeOver(Tensor replacement)
        {
            var old = _handle;
            _handle = replacement._handle;
            replacement._handle = old;
            replacement.Dispose();
        }

        private static ObjectDisposedException Disposed() => new(typeof(Tensor).FullName, "The tensor has been disposed.");
    }
}
