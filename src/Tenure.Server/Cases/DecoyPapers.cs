using System.Globalization;
using System.Security.Cryptography;
using SkiaSharp;
using Tenure.Domain.Documents;

namespace Tenure.Server.Cases;

/// <summary>
/// The papers of a decoy as somebody might have photographed them: slips of a till, a label. Each set contradicts itself in at least two ways that an attentive reader sees: the phone on the receipt is another model, or was
/// bought after the case began, and the buyer is not who owns the SIM.
/// </summary>
internal static class DecoyPapers
{
    private static readonly string[] Syllables = ["VO", "TEL", "NA", "MER", "LUX", "KO", "BRI", "SAN", "DOR", "PHO", "ZE", "LINK", "MO", "TA", "RU"];
    private static readonly string[] Names = ["WEBER", "GARCIA", "IVANOV", "CHEN", "MILLER", "LOPEZ", "PETROV", "WANG", "SCHULZ", "MORENO", "SMITH", "KLEIN", "TORRES", "LI", "BROWN", "ORLOV"];
    private static readonly string[] Lines = ["NOVA", "SPARK", "EDGE", "PRIME", "AXIS", "LUMO", "RIVO", "ONIX"];

    /// <summary>Each with what it is said to show, as JPEG.</summary>
    /// <param name="model">The phone that the case is about; <c>null</c> in a recovery.</param>
    /// <param name="now">The time (UTC).</param>
    public static IEnumerable<(DocumentKind Kind, byte[] Picture)> Draw(string? model, DateTimeOffset now)
    {
        var (bought, labelled) = ($"{Pick(Lines)} {Below(9) + 1}{Digits(1)} {Pick(["PRO", "LITE", "PLUS", "5G"])}", model is null ? $"{Pick(Lines)} {Digits(1)}" : model.ToUpperInvariant());
        var buyer = Below(Names.Length);
        var owner = (buyer + 1 + Below(Names.Length - 1)) % Names.Length;
        var isLate = model is null || Below(2) == 0;
        var day = now.AddDays(isLate ? 3 + Below(40) : -30 - Below(700));
        var price = string.Create(CultureInfo.InvariantCulture, $"{149 + (Below(70) * 10)}.00");
        yield return (DocumentKind.Receipt, Photograph(
        [
            Shop(), $"{Pick(Syllables)}{Pick(Syllables)}STR. {Below(180) + 1}", "", $"{Date(day)} {Below(10) + 9:00}:{Below(60):00}", $"NO {Digits(6)}", "", $"1 X {bought}", $"S/N {Serial()}", "", $"TOTAL  {price}",
            Pick(["CASH", "CARD **** " + Digits(4)]), "", $"BUYER {Initial()}. {Names[buyer]}",
        ]));
        yield return (DocumentKind.SimOwner, Photograph(
        [
            $"{Pick(Syllables)}{Pick(Syllables)} MOBILE", "", $"CUSTOMER {Initial()}. {Names[owner]}", $"NUMBER +{Below(80) + 10} {Digits(3)} {Digits(6)}", $"SIM 8949{Digits(14)}", $"SINCE {Date(now.AddDays(-200 - Below(900)))}", $"TARIFF {Pick(["S", "M", "L", "XL"])}",
        ]));
        if (Below(2) == 0)
        {
            yield return (DocumentKind.BoxLabel, Photograph([labelled, "", $"S/N {Serial()}", $"IMEI 35{Digits(13)}", "", "|"]));
        }
    }

    private static int Below(int end) => RandomNumberGenerator.GetInt32(end);

    private static string Pick(string[] of) => of[Below(of.Length)];

    private static string Digits(int count) => RandomNumberGenerator.GetString("0123456789", count);

    private static string Serial() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", 11);

    private static string Initial() => RandomNumberGenerator.GetString("ABCDEFGHJKLMNPRST", 1);

    private static string Shop() => $"{Pick(Syllables)}{Pick(Syllables)}{Pick(["", " SHOP", " STORE", " GMBH", " S.L.", " LTD"])}";

    private static string Date(DateTimeOffset day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    // A light slip on something dark, a little turned, in uneven light, with grain.
    private static byte[] Photograph(IReadOnlyList<string> lines)
    {
        var (width, height) = (900 + Below(500), 1200 + Below(600));
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        var ground = new SKColor((byte)(40 + Below(90)), (byte)(35 + Below(70)), (byte)(30 + Below(60)));
        canvas.Clear(ground);
        using (var grain = new SKPaint { StrokeWidth = 1 + Below(4) })
        {
            for (var i = 0; i < 400; i++)
            {
                grain.Color = new SKColor((byte)Below(160), (byte)Below(130), (byte)Below(110), 40);
                var (x, y) = (Below(width), Below(height));
                canvas.DrawLine(x, y, x + Below(300), y + Below(30) - 15, grain);
            }
        }

        var longest = Math.Max(16, lines.Max(line => line.Length));
        var dot = width * (0.62f + (Below(15) / 100f)) / (longest * 6);
        var (wide, high) = ((longest + 4) * 6 * dot, (lines.Count + 3) * 11 * dot);
        canvas.Translate((width / 2f) + Below(80) - 40, (height / 2f) + Below(160) - 80);
        canvas.RotateDegrees((Below(240) / 10f) - 12);
        canvas.Translate(-wide / 2, -high / 2);
        var white = (byte)(215 + Below(35));
        using var paper = new SKPaint { Color = new SKColor(white, (byte)(white - Below(8)), (byte)(white - Below(16))) };
        canvas.DrawRect(0, 0, wide, high, paper);
        using var ink = new SKPaint { Color = new SKColor((byte)Below(60), (byte)Below(60), (byte)(20 + Below(70))), IsAntialias = true };
        for (var line = 0; line < lines.Count; line++)
        {
            Print(canvas, lines[line], 2 * 6 * dot, (line + 1.5f) * 11 * dot, dot, wide, ink);
        }

        canvas.ResetMatrix();
        Shade(canvas, width, height);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Jpeg, 70 + Below(25));
        return encoded.ToArray();
    }

    private static void Print(SKCanvas canvas, string text, float x, float y, float dot, float wide, SKPaint ink)
    {
        if (text == "|")
        {
            for (var bar = x; bar < wide - x; bar += dot * (1 + Below(3)))
            {
                var thick = dot * (1 + Below(2));
                canvas.DrawRect(bar, y - (8 * dot), thick, 16 * dot, ink);
                bar += thick;
            }

            return;
        }

        foreach (var sign in text)
        {
            for (var row = 0; row < DotFont.Rows; row++)
            {
                for (var column = 0; column < DotFont.Columns; column++)
                {
                    // Old heads lose a dot here and there.
                    if (DotFont.HasDot(sign, row, column) && Below(60) > 0)
                    {
                        canvas.DrawRect(x + (column * dot), y + (row * dot), dot, dot, ink);
                    }
                }
            }

            x += 6 * dot;
        }
    }

    private static void Shade(SKCanvas canvas, int width, int height)
    {
        using var light = SKShader.CreateLinearGradient(new SKPoint(Below(width), 0), new SKPoint(Below(width), height), [new SKColor(0, 0, 0, (byte)Below(90)), new SKColor(255, 250, 235, (byte)Below(50))], SKShaderTileMode.Clamp);
        using var shade = new SKPaint { Shader = light };
        canvas.DrawRect(0, 0, width, height, shade);
        using var grain = new SKPaint();
        for (var i = 0; i < 20_000; i++)
        {
            grain.Color = new SKColor((byte)Below(256), (byte)Below(256), (byte)Below(256), 26);
            canvas.DrawRect(Below(width), Below(height), 2, 2, grain);
        }
    }
}
