using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// A part of a network: parameters to learn, buffers that go with them, and smaller modules. A module owns all three, and
        /// disposing it disposes them, whatever dispose scope they were made in.
        /// </summary>
        public partial class Module : IDisposable
        {
            protected string? name;

            private readonly OrderedDictionary<string, Parameter> _parameters = [];
            private readonly OrderedDictionary<string, (Tensor Buffer, bool Persistent)> _buffers = [];
            private readonly OrderedDictionary<string, Module> _modules = [];
            private bool _componentsRegistered;
            private bool _training = true;

            protected Module(string name) => this.name = name;

            /// <summary>Whether dropout drops and batch norm measures; see <see cref="train"/> and <see cref="eval"/>.</summary>
            public virtual bool training => _training;

            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            public virtual void train(bool train = true)
            {
                _training = train;
                foreach (var (_, child) in named_children()) child.train(train);
            }

            public virtual void eval() => train(false);

            /// <summary>Calls for every module inside, from the innermost out, and at last for this one.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in named_children()) child.apply(fn);
                fn(this);
                return this;
            }

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters())
                {
                    if (set_to_none)
                    {
                        parameter.grad = null;
                        continue;
                    }
                    using var grad = parameter.grad;
                    grad?.zero_();
                }
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var buffer in _buffers.Values) buffer.Buffer.Dispose();
                foreach (var parameter in _parameters.Values) parameter.Dispose();
                foreach (var module in _modules.Values) module.Dispose();
            }

            /// <summary>Moves and converts what is inside; parameters and buffers stay the same objects.</summary>
            internal void Move(Device? device, ScalarType? type, bool nonBlocking)
            {
                if (type is { } wanted && !torch.is_floating_point(wanted))
                    throw new ArgumentException($"A module can only be converted to a floating-point type, not to {wanted}.");
                if (device is not null) InitializeDevice(device);
                using var noGrad = no_grad();
                foreach (var parameter in _parameters.Values)
                {
                    var (grad, requiresGrad) = (parameter.grad, parameter.requires_grad);
                    if (!Move(parameter, device, type, nonBlocking))
                    {
                        grad?.Dispose();
                        continue;
                    }
                    parameter.with_requires_grad(requiresGrad);
                    if (grad is null) continue;
                    Move(grad, device, type, nonBlocking);
                    parameter.grad = grad;
                    grad.Dispose();
                }
                foreach (var (buffer, _) in _buffers.Values) Move(buffer, device, type, nonBlocking);
                foreach (var (_, child) in named_children()) child.Move(device, type, nonBlocking);
            }

            /// <summary>Whether there was something to do.</summary>
            private static bool Move(Tensor tensor, Device? device, ScalarType? type, bool nonBlocking)
            {
                var targetType = type is { } wanted && tensor.is_floating_point() ? wanted : tensor.dtype;
                var targetDevice = device ?? tensor.device;
                var sameDevice = targetDevice.type == tensor.device_type && (targetDevice.index < 0 ||
                    targetDevice.index == tensor.device_index);
                if (targetType == tensor.dtype && (sameDevice || targetDevice.type == DeviceType.CPU && tensor.is_cpu())) return false;
                tensor.TakeOver(tensor.to(targetType, targetDevice, non_blocking: nonBlocking));
                return true;
            }
        }
    }
}

/// <summary>Moving and converting a module, which returns the same module.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, null, type, non_blocking);

    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, device, type, non_blocking);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1,
        bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, new torch.Device(deviceType, deviceIndex), null, non_blocking);

    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, device, null, non_blocking);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, new torch.Device(device), null, non_blocking);

    public static T to<T>(this T module, torch.Tensor other, bool non_blocking = false) where T : torch.nn.Module =>
        Moved(module, other.device, other.dtype, non_blocking);

    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.CPU, non_blocking);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(DeviceType.CUDA, deviceIndex, non_blocking);

    public static T half<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.float16, non_blocking);

    public static T @float<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => module.to(torch.float32, non_blocking);

    public static T @double<T>(this T module, bool non_blocking = false) where T : torch.nn.Module =>
        module.to(torch.float64, non_blocking);

    private static T Moved<T>(T module, torch.Device? device, torch.ScalarType? type, bool nonBlocking) where T : torch.nn.Module
    {
        module.Move(device, type, nonBlocking);
        return module;
    }
}
