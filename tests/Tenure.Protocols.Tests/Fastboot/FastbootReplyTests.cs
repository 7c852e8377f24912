using System.Text;
using CsCheck;
using Tenure.Protocols.Fastboot;

namespace Tenure.Protocols.Tests.Fastboot;

public sealed class FastbootReplyTests
{
    [Fact]
    public void A_frame_of_a_command_has_the_bytes_of_the_specification() =>
        Assert.Equal("000000000000000b6765747661723a616e7469", Convert.ToHexStringLower(Wire.Frame("getvar:anti")));

    [Fact]
    public void Every_reply_fits_256_bytes_of_whole_characters() => Gen.String[Gen.OneOf(Gen.Char, Gen.Char['я', 'ѿ'], Gen.Char['一', '丂']), 0, 400].Sample(text =>
    {
        var bytes = new FastbootReply(FastbootReplyKind.Info, text).Encode();
        Assert.InRange(bytes.Length, 4, FastbootReply.MaxBytes);
        Assert.DoesNotContain(Encoding.UTF8.GetString(bytes), char.IsControl);
        Assert.Equal(bytes, FastbootReply.Parse(bytes).Encode());
    });

    [Fact]
    public void A_text_in_pieces_is_the_same_text() => Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['一', '丂']), 0, 900].Sample(text =>
    {
        var pieces = FastbootText.Pieces(text).ToList();
        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece), 0, FastbootReply.MaxTextBytes));
    });

    [Theory]
    [InlineData("")]
    [InlineData("OKA")]
    [InlineData("okay")]
    [InlineData("MAYB")]
    [InlineData("DATA")]
    [InlineData("DATA0000000g")]
    [InlineData("DATA000000001")]
    public void A_reply_of_another_form_is_refused(string text) =>
        Assert.Equal(ProtocolErrorCode.ReplyRefused, Assert.Throws<ProtocolException>(() => FastbootReply.Parse(Encoding.ASCII.GetBytes(text))).Code);

    [Theory]
    [InlineData("getvar:has-slot:boot", "getvar", "has-slot:boot")]
    [InlineData("flash:boot_a", "flash", "boot_a")]
    [InlineData("reboot", "reboot", "")]
    [InlineData("oem release a:b c", "oem", "release a:b c")]
    [InlineData("flashing get_unlock_ability", "flashing", "get_unlock_ability")]
    [InlineData("oem", "oem", "")]
    public void A_command_is_split_where_the_specification_splits_it(string line, string name, string argument) =>
        Assert.Equal(new FastbootCommand(line, name, argument), FastbootCommand.Parse(Encoding.ASCII.GetBytes(line)));
}
