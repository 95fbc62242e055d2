using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>
    /// A source of random numbers with a state of its own. Several threads may draw from one, in whatever order they come.
    /// </summary>
    public class Generator : IDisposable
    {
        private readonly GeneratorHandle _handle;

        public Generator(ulong seed = 0, Device? device = null) : this(New(seed, device ?? CPU), device ?? CPU)
        {
        }

        internal Generator(nint handle, Device device) => (_handle, this.device) = (new GeneratorHandle(handle), device);

        /// <summary>The CPU's global generator, which operators without one use.</summary>
        public static Generator Default => OfDevice(CPU);

        public IntPtr Handle =>
            _handle.IsClosed ? throw new ObjectDisposedException(typeof(Generator).FullName) : _handle.DangerousGetHandle();

        public Device device { get; }

        /// <summary>The whole state, as a tensor of bytes on the CPU.</summary>
        public Tensor get_state()
        {
            nint state = 0;
            Held(generator => NativeMethods.mt_generator_state(generator, out state));
            return new Tensor(state);
        }

        /// <exception cref="System.Runtime.InteropServices.ExternalException">Not the state of such a generator.</exception>
        public void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Held(generator =>
            {
                var state = value.Hold();
                try
                {
                    return NativeMethods.mt_generator_set_state(generator, state);
                }
                finally
                {
                    value.LetGo();
                }
            });
        }

        public Generator manual_seed(long seed)
        {
            Held(generator => NativeMethods.mt_generator_set_seed(generator, (ulong)seed));
            return this;
        }

        /// <summary>Seeds from the clock, and says with what.</summary>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed()
        {
            var seed = 0UL;
            Held(generator => NativeMethods.mt_generator_seed(generator, out seed));
            return (long)seed;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => _handle.Dispose();

        internal nint Hold()
        {
            var held = false;
            _handle.DangerousAddRef(ref held);
            return _handle.DangerousGetHandle();
        }

        internal void LetGo() => _handle.DangerousRelease();

        internal static Generator OfDevice(Device device)
        {
            NativeMethods.Check(NativeMethods.mt_generator_default((long)device.type, device.index, out var handle));
            return new Generator(handle, device);
        }

        private static nint New(ulong seed, Device device)
        {
            InitializeDevice(device);
            NativeMethods.Check(NativeMethods.mt_generator_new((long)device.type, device.index, seed, out var handle));
            return handle;
        }

        private void Held(Func<nint, int> call)
        {
            var generator = Hold();
            try
            {
                NativeMethods.Check(call(generator));
            }
            finally
            {
                LetGo();
            }
        }
    }

    /// <summary>Seeds the global generators of every device.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The global generator of the CPU.</summary>
    public static class random
    {
        public static Generator manual_seed(long seed)
        {
            NativeMethods.Check(NativeMethods.mt_manual_seed((ulong)seed));
            return Generator.Default;
        }

        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
