using System.Globalization;
using System.Text;
using QRCoder;

namespace MnistBlazor.Web.Models.Charts;

/// <summary>A text as a QR code, to be drawn in SVG by attributes alone.</summary>
/// <param name="Size">Modules a side, with the white border that readers need.</param>
/// <param name="Path">The dark modules, one unit each: the data of an SVG path.</param>
public sealed record QrCode(int Size, string Path)
{
    public static QrCode Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var path = new StringBuilder();
        for (var row = 0; row < code.ModuleMatrix.Count; row++)
        {
            var modules = code.ModuleMatrix[row];
            for (var start = 0; start < modules.Length; start++)
            {
                var end = start;
                while (end < modules.Length && modules[end]) end++;
                if (end > start) path.Append(CultureInfo.InvariantCulture, $"M{start} {row}h{end - start}v1h-{end - start}z");
                start = end;
            }
        }
        return new(code.ModuleMatrix.Count, path.ToString());
    }
}
