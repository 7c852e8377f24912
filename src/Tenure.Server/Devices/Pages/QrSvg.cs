using System.Globalization;
using System.Text;
using QRCoder;

namespace Tenure.Server.Devices.Pages;

/// <summary>A QR code (ISO/IEC 18004, error correction M) as a path of SVG, one unit a module.</summary>
internal static class QrSvg
{
    /// <summary>Dark modules, and how many there are from one edge to the other with the empty ones around them.</summary>
    public static (string Path, int Size) Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows.Count; x++)
            {
                var from = x;
                while (x < rows.Count && rows[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h-{x - from}z");
                }
            }
        }

        return (path.ToString(), rows.Count);
    }
}
