using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Tenure.Cli.Phone.Boot;
using Tenure.Protocols.Offline;
using Tenure.Testing;

namespace Tenure.Cli.Tests.Phone;

/// <summary>What a terminal shows is a QR code that others read: its characters, as they stand, are made into a picture for Debian's zbarimg.</summary>
public sealed class QrPictureTests : IDisposable
{
    private const int Scale = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("tenure-qr").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(330)]
    [InlineData(700)]
    public async Task Another_program_reads_what_was_put_in(int bytes)
    {
        var zbar = Tool.Zbar();
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
        var picture = Path.Combine(folder, "qr.pbm");
        await File.WriteAllTextAsync(picture, ToBitmap(QrPicture.Of(text)), TestContext.Current.CancellationToken);
        var read = await zbar.RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], TestContext.Current.CancellationToken);
        Assert.Equal(text, read.Output.Trim());
    }

    // A ticket with the proof of its holder's consent, in a log of a thousand entries and in one of a million.
    [Theory]
    [InlineData(1763)]
    [InlineData(2237)]
    public async Task Groups_of_a_whole_release_fit_into_one_picture(int bytes)
    {
        var zbar = Tool.Zbar();
        var text = CheckedGroups.Write(RandomNumberGenerator.GetBytes(bytes)).Replace(" ", "", StringComparison.Ordinal);
        var picture = Path.Combine(folder, "qr.pbm");
        await File.WriteAllTextAsync(picture, ToBitmap(QrPicture.Of(text)), TestContext.Current.CancellationToken);
        var read = await zbar.RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], TestContext.Current.CancellationToken);
        Assert.Equal(text, read.Output.Trim());
    }

    [Fact]
    public async Task The_phone_shows_the_link_of_a_status_check_as_a_picture()
    {
        var zbar = Tool.Zbar();
        using var bench = new PhoneBench();
        await bench.ActivatedAsync();
        var (_, shown, _) = await bench.RunAsync("phone boot DIR --status-code");
        var picture = Path.Combine(folder, "qr.pbm");
        await File.WriteAllTextAsync(picture, ToBitmap(string.Join('\n', shown.ReplaceLineEndings("\n").Split('\n').Where(line => line.StartsWith("\e[30;107m", StringComparison.Ordinal)))), TestContext.Current.CancellationToken);
        var read = await zbar.RunAsync(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture], TestContext.Current.CancellationToken);
        Assert.EndsWith("check?code=12345678", read.Output.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_picture_holds_has_none() => Assert.Equal("", QrPicture.Of(new string('a', 5000)));

    // Portable bitmap: 1 is black. Half blocks are dark in front of light.
    private static string ToBitmap(string shown)
    {
        var lines = shown.Replace("\e[30;107m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = lines.SelectMany(line => (IEnumerable<string>)[Row(line, '▀'), Row(line, '▄')]).ToList();
        var text = new StringBuilder($"P1\n{rows[0].Length * Scale} {rows.Count * Scale}\n");
        foreach (var row in rows.SelectMany(row => Enumerable.Repeat(row, Scale)))
        {
            foreach (var module in row)
            {
                text.Append(module, Scale).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Row(string line, char half) => string.Concat(line.Select(character => character == '█' || character == half ? '1' : '0'));
}
