using System.Globalization;
using System.Text;
using QRCoder;

namespace Tenure.Server.Platform.Pages;

/// <summary>A QR code (ISO/IEC 18004; error correction M, or L where the text needs the room) as a path of SVG, one unit a module.</summary>
internal static class QrSvg
{
    /// <summary>Dark modules, and how many there are from one edge to the other with the empty ones around them; <c>null</c> when no picture can hold the text.</summary>
    public static (string Path, int Size)? Of(string text) => Draw(text, QRCodeGenerator.ECCLevel.M) ?? Draw(text, QRCodeGenerator.ECCLevel.L);

    private static (string Path, int Size)? Draw(string text, QRCodeGenerator.ECCLevel correction)
    {
        using var code = Make(text, correction);
        if (code is null)
        {
            return null;
        }

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

    private static QRCodeData? Make(string text, QRCodeGenerator.ECCLevel correction)
    {
        try
        {
            return QRCodeGenerator.GenerateQrCode(text, correction);
        }
        catch (QRCoder.Exceptions.DataTooLongException)
        {
            return null;
        }
    }
}
