using System.Text;
using QRCoder;

namespace Tenure.Cli.Phone.Boot;

/// <summary>A QR code (ISO/IEC 18004, error correction M) of half blocks: two modules a character, dark on light whatever the terminal's colours are.</summary>
internal static class QrPicture
{
    private const string DarkOnLight = "\e[30;107m";
    private const string Plain = "\e[0m";

    public static string Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
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
}
