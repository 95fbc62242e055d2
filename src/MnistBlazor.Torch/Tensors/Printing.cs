using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>How a tensor is written: its shape and type alone, or its elements as well.</summary>
public enum TensorStringStyle
{
    Metadata,
    Julia,
    Numpy,
    CSharp,
    Default,
}

public static partial class torch
{
    /// <summary>What Default stands for.</summary>
    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Julia;

    public partial class Tensor
    {
        private const int MostElements = 1000;
        private const int EdgeElements = 3;

        public override string ToString() => ToString(TensorStringStyle.Default);

        /// <summary>
        /// Metadata is one line, "[2x3], type = Float32, device = cpu". The other styles are the elements in brackets, below that line
        /// except for Numpy; of more than a thousand, the middle of each dimension is left out.
        /// </summary>
        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, CultureInfo? cultureInfo = null,
            string? newLine = null)
        {
            if (style == TensorStringStyle.Default) style = torch.TensorStringStyle;
            if (IsInvalid) return "(disposed)";
            var metadata = $"[{string.Join("x", shape)}], type = {dtype}, device = {device}";
            if (style == TensorStringStyle.Metadata || is_meta) return metadata;
            newLine ??= Environment.NewLine;
            using var scope = NewDisposeScope();
            var values = new Elements(this, fltFormat ?? "g5", cultureInfo ?? CultureInfo.CurrentCulture);
            var text = new StringBuilder();
            values.Append(text, 0, 0, newLine);
            return style == TensorStringStyle.Numpy ? text.ToString() : metadata + newLine + text;
        }

        /// <summary>The elements as C# numbers, and how to write them.</summary>
        private sealed class Elements
        {
            private readonly long[] _shape;
            private readonly double[] _numbers;
            private readonly Func<double, string> _write;
            private readonly bool _all;

            internal Elements(Tensor tensor, string format, CultureInfo culture)
            {
                _shape = tensor.shape;
                _numbers = tensor.detach().to(ScalarType.Float64, CPU).data<double>().ToArray();
                _all = _numbers.Length <= MostElements;
                _write = tensor.dtype switch
                {
                    ScalarType.Bool => number => number != 0 ? "True" : "False",
                    var type when torch.is_integral(type) => number => number.ToString("0", culture),
                    _ => number => number.ToString(format, culture),
                };
            }

            internal void Append(StringBuilder text, int dim, long start, string newLine)
            {
                if (dim == _shape.Length)
                {
                    text.Append(_write(_numbers[start]));
                    return;
                }
                var inner = _shape[(dim + 1)..].Aggregate(1L, (product, length) => product * length);
                var separator = dim == _shape.Length - 1 ? " " : newLine + new string(' ', dim + 1);
                text.Append('[');
                for (var i = 0L; i < _shape[dim]; i++)
                {
                    if (i > 0) text.Append(separator);
                    if (!_all && i == EdgeElements && _shape[dim] > 2 * EdgeElements)
                    {
                        text.Append("...").Append(separator);
                        i = _shape[dim] - EdgeElements;
                    }
                    Append(text, dim + 1, start + i * inner, newLine);
                }
                text.Append(']');
            }
        }
    }
}

public static partial class TensorExtensionMethods
{
    public static string str(this torch.Tensor tensor, string? fltFormat = null, int? width = null, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default) =>
        tensor.ToString(style, fltFormat, width, cultureInfo, newLine);

    public static string npstr(this torch.Tensor tensor, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null) =>
        tensor.ToString(TensorStringStyle.Numpy, fltFormat, width, cultureInfo, newLine);

    public static string metastr(this torch.Tensor tensor) => tensor.ToString(TensorStringStyle.Metadata);

    /// <summary>Writes to the console, and returns the tensor.</summary>
    public static torch.Tensor print(this torch.Tensor t, string? fltFormat = "g5", int? width = 100, string? newLine = null,
        CultureInfo? cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.ToString(style, fltFormat, width, cultureInfo, newLine));
        return t;
    }
}
