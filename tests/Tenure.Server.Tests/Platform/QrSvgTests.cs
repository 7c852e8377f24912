using System.Globalization;
using System.Text.RegularExpressions;
using Tenure.Domain.Flashing;
using Tenure.Server.Platform.Pages;
using Tenure.Testing;

namespace Tenure.Server.Tests.Platform;

/// <summary>What a page draws is a QR code that others read: its path, filled in, is a picture for Debian's zbarimg.</summary>
public sealed partial class QrSvgTests : IDisposable
{
    private const int Scale = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-qr").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Texts => [ConsentCode.Grouped(ConsentCode.Draw()), "https://tenure.example/status/0123456789", new string('a', 1200)];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Another_program_reads_what_was_put_in(string text)
    {
        var zbar = Tool.Zbar();
        var (path, size) = QrSvg.Of(text)!.Value;
        var dark = new bool[size * size];
        foreach (Match run in Run().Matches(path))
        {
            var (x, y, length) = (Number(run, 1), Number(run, 2), Number(run, 3));
            dark.AsSpan((y * size) + x, length).Fill(true);
        }

        // Portable bitmap: 1 is black.
        var rows = Enumerable.Range(0, size * Scale).Select(y => string.Join(' ', Enumerable.Range(0, size * Scale).Select(x => dark[(y / Scale * size) + (x / Scale)] ? '1' : '0')));
        var picture = Path.Combine(folder, "qr.pbm");
        await File.WriteAllTextAsync(picture, string.Create(CultureInfo.InvariantCulture, $"P1\n{size * Scale} {size * Scale}\n{string.Join('\n', rows)}\n"), Ct);
        var read = await zbar.RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], Ct);
        Assert.Equal(text, read.Output.Trim());
    }

    [Fact]
    public void What_no_picture_holds_has_none() => Assert.Null(QrSvg.Of(new string('a', 5000)));

    private static int Number(Match run, int group) => int.Parse(run.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("M([0-9]+) ([0-9]+)h([0-9]+)v1h-[0-9]+z")]
    private static partial Regex Run();
}
