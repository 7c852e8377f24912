using System.Text;
using QRCoder;

namespace Tenure.Cli.Phone.Boot;

/// <summary>A QR code (ISO/IEC 18004) of half blocks: two modules a character, dark on light whatever the terminal's colours are. Error correction M, or L where the text needs the room.</summary>
internal static class QrPicture
{
    private const string DarkOnLight = "\e[30;107m";
    private const string Plain = "\e[0m";

    /// <summary>The picture; empty when none can hold the text.</summary>
    public static string Of(string text) => Draw(text, QRCodeGenerator.ECCLevel.M) ?? Draw(text, QRCodeGenerator.ECCLevel.L) ?? "";

    private static string? Draw(string text, QRCodeGenerator.ECCLevel correction)
    {
        using var code = Make(text, correction);
        if (code is null)
        {
            return null;
        }

        var rows = code.ModuleMatrix;
        var picture = new StringBuilder();
        for (var row = 0; row < rows.Count; row += 2)
        {
            picture.Append(DarkOnLight);
            for (var column = 0; column < rows[row].Count; column++)
            {
                picture.Append((rows[row][column], row + 1 < rows.Count && rows[row + 1][column]) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            }

            picture.Append(Plain).AppendLine();
        }

        return picture.ToString();
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
