using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What a module is made of, by name: "0.weight" is the parameter weight of the module 0 in this one.</summary>
        public partial class Module
        {
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<Parameter>(ReferenceEqualityComparer.Instance);
                foreach (var (own, parameter) in _parameters)
                {
                    if (seen.Add(parameter)) yield return (own, parameter);
                }
                if (!recurse) yield break;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (inner, parameter) in child.named_parameters())
                    {
                        if (seen.Add(parameter)) yield return ($"{childName}.{inner}", parameter);
                    }
                }
            }

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(p => p.parameter);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
                foreach (var (own, (buffer, persistent)) in _buffers)
                {
                    if ((persistent || include_nonpersistent) && seen.Add(buffer)) yield return (own, buffer);
                }
                if (!recurse) yield break;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (inner, buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(buffer)) yield return ($"{childName}.{inner}", buffer);
                    }
                }
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(b => b.buffer);

            public virtual IEnumerable<(string name, Module module)> named_children() => _modules.Select(m => (m.Key, m.Value));

            public virtual IEnumerable<Module> children() => named_children().Select(m => m.module);

            /// <summary>Every module inside, the direct ones first; not this one.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in named_children()) yield return child;
                foreach (var (childName, child) in named_children())
                {
                    foreach (var (inner, module) in child.named_modules()) yield return ($"{childName}.{inner}", module);
                }
            }

            public virtual IEnumerable<Module> modules() => named_modules().Select(m => m.module);

            public virtual Parameter? get_parameter(string target) => named_parameters().FirstOrDefault(p => p.name == target).parameter;

            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(b => b.name == target).buffer;

            public virtual bool has_parameter(string target) => get_parameter(target) is not null;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            /// <exception cref="InvalidOperationException">There is one of that name.</exception>
            public virtual void register_parameter(string name, Parameter param)
            {
                ArgumentNullException.ThrowIfNull(param);
                if (!_parameters.TryAdd(name, param)) throw new InvalidOperationException($"Parameter {name} is already registered.");
            }

            /// <exception cref="InvalidOperationException">There is one of that name.</exception>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                ArgumentNullException.ThrowIfNull(tensor);
                if (!_buffers.TryAdd(name, (tensor, persistent)))
                    throw new InvalidOperationException($"Tensor {name} is already registered.");
            }

            /// <summary>Adds a module, or with null takes it out.</summary>
            /// <exception cref="ArgumentException">The name is empty or has a dot in it.</exception>
            /// <exception cref="InvalidOperationException">There is one of that name.</exception>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null)
                {
                    _modules.Remove(name);
                    return;
                }
                if (string.IsNullOrEmpty(name) || name.Contains('.'))
                    throw new ArgumentException($"A module cannot be named '{name}'.", nameof(name));
                if (_modules.ContainsKey(name)) throw new InvalidOperationException($"Sub-module {name} is already registered.");
                submodule.RegisterComponents();
                _modules.Add(name, submodule);
            }

            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>
            /// Registers the fields of the class that are modules, parameters or tensors, by their names; call it at the end of the
            /// constructor.
            /// </summary>
            protected virtual void RegisterComponents()
            {
                if (_componentsRegistered) return;
                _componentsRegistered = true;
                foreach (var field in Fields())
                {
                    if (_modules.ContainsKey(field.Name) || _parameters.ContainsKey(field.Name) || _buffers.ContainsKey(field.Name))
                        continue;
                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(field.Name, module);
                            break;
                        case Parameter parameter:
                            register_parameter(field.Name, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(field.Name, tensor);
                            break;
                    }
                }
            }

            /// <summary>Puts a parameter in the place of the one of that name, and owns it whatever scope it was made in.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is null) _parameters.Remove(name);
                else _parameters[name] = (Parameter)value.DetachFromDisposeScope();
            }

            /// <summary>Puts a buffer in the place of the one of that name, and owns it whatever scope it was made in.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is null) _buffers.Remove(name);
                else _buffers[name] = (value.DetachFromDisposeScope(), persistent);
            }

            /// <summary>Fields of the class and of those it derives from, below this library's own.</summary>
            private IEnumerable<FieldInfo> Fields()
            {
                const BindingFlags declared =
                    BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;
                for (var type = GetType(); type is not null && type.Assembly != typeof(Module).Assembly; type = type.BaseType)
                {
                    foreach (var field in type.GetFields(declared)) yield return field;
                }
            }
        }
    }
}
