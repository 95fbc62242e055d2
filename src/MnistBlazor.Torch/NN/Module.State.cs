using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>
        /// Saving and loading, in TorchSharp's own format: the number of entries, then for each its name (as BinaryWriter writes
        /// it) and its tensor (see TensorExtensionMethods.Save).
        /// </summary>
        public partial class Module
        {
            /// <summary>Parameters and persistent buffers by name: the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                foreach (var (own, parameter) in named_parameters()) destination.TryAdd(Prefixed(prefix, own), parameter);
                foreach (var (own, buffer) in named_buffers(include_nonpersistent: false))
                    destination.TryAdd(Prefixed(prefix, own), buffer);
                foreach (var (childName, child) in _modules) child.state_dict(destination, Prefixed(prefix, childName));
                return destination;
            }

            /// <summary>Copies values in, all or none.</summary>
            /// <exception cref="InvalidOperationException">strict, and the names are not the same.</exception>
            /// <exception cref="ArgumentException">A shape is another.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(
                Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                ArgumentNullException.ThrowIfNull(source);
                var destination = state_dict();
                var missing = destination.Keys.Where(key => !source.ContainsKey(key) && !Skipped(skip, key)).ToList();
                var unexpected = source.Keys.Where(key => !destination.ContainsKey(key) && !Skipped(skip, key)).ToList();
                if (strict && missing.Count + unexpected.Count > 0)
                {
                    throw new InvalidOperationException("The loaded state_dict is not identical to the target dictionary: " +
                        $"missing [{string.Join(", ", missing)}], unexpected [{string.Join(", ", unexpected)}].");
                }
                var copies = source.Where(entry => !Skipped(skip, entry.Key) && destination.ContainsKey(entry.Key)).ToList();
                foreach (var (key, value) in copies)
                {
                    // copy_ would broadcast.
                    var (own, given) = (destination[key].shape, value.shape);
                    if (!own.AsSpan().SequenceEqual(given))
                        throw new ArgumentException($"Mismatched shape of '{key}': expected {new Size(own)}, but found {new Size(given)}.");
                }
                using var noGrad = no_grad();
                foreach (var (key, value) in copies) destination[key].copy_(value);
                return (missing, unexpected);
            }

            public Module save(string location, IList<string>? skip = null)
            {
                using var stream = File.Create(location);
                return save(stream, skip);
            }

            public Module save(Stream stream, IList<string>? skip = null)
            {
                using var writer = new BinaryWriter(stream);
                return save(writer, skip);
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                save_state_dict(writer, state_dict(), skip);
                return this;
            }

            public static void save_state_dict(BinaryWriter writer, Dictionary<string, Tensor> sd, IList<string>? skip = null)
            {
                var entries = sd.Where(entry => !Skipped(skip, entry.Key)).ToList();
                writer.WriteLength(entries.Count);
                foreach (var (key, tensor) in entries)
                {
                    writer.Write(key);
                    tensor.Save(writer);
                }
            }

            /// <summary>Reads what save wrote. All of it is read and checked before the first value changes.</summary>
            /// <exception cref="ArgumentException">strict, and a name, shape or type is not the module's.</exception>
            /// <exception cref="InvalidDataException">Not such a file.</exception>
            /// <exception cref="EndOfStreamException">The file ends early.</exception>
            public virtual Module load(string location, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var stream = File.OpenRead(location);
                return load(stream, strict, skip, loadedParameters);
            }

            public Module load(Stream stream, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(stream);
                return load(reader, strict, skip, loadedParameters);
            }

            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null,
                Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                var targets = state_dict();
                var entries = reader.ReadLength();
                if (strict && entries != targets.Count)
                    throw new ArgumentException($"Mismatched state_dict sizes: expected {targets.Count}, but found {entries} entries.");

                var seen = new HashSet<string>();
                var read = new List<(Tensor Target, Tensor Value)>();
                for (var i = 0L; i < entries; i++)
                {
                    var key = reader.ReadString();
                    if (!seen.Add(key)) throw new InvalidDataException($"The file has two entries named '{key}'.");
                    var found = targets.TryGetValue(key, out var target);
                    if (strict && !found)
                        throw new ArgumentException($"Mismatched module state names: the module has no parameter or buffer named '{key}'");
                    if (found && !Skipped(skip, key)) read.Add((target!, TensorFormat.ReadLike(target!, reader)));
                    else TensorFormat.Skip(reader);
                    if (loadedParameters is not null) loadedParameters[key] = found;
                }

                using var noGrad = no_grad();
                foreach (var (target, value) in read) target.copy_(value);
                return this;
            }

            /// <summary>A new module, with its values from a file.</summary>
            public static Module Create<T>(string path) where T : Module, new() => new T().load(path);

            private static string Prefixed(string? prefix, string key) => string.IsNullOrEmpty(prefix) ? key : $"{prefix}.{key}";

            private static bool Skipped(IList<string>? skip, string key) => skip is not null && skip.Contains(key);
        }
    }
}
