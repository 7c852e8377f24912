using System.Buffers.Text;
using CsCheck;
using Tenure.Protocols.Offline;

namespace Tenure.Protocols.Tests.Offline;

public sealed class OfflineTextTests
{
    [Fact]
    public void It_reads_what_pictures_and_files_carry_and_what_people_type() => Gen.Byte.Array[1, 700].Sample(bytes =>
        OfflineText.Read(" " + Base64Url.EncodeToString(bytes) + "\n", out _)!.AsSpan().SequenceEqual(bytes)
        && OfflineText.Read(CheckedGroups.Write(bytes).ToLowerInvariant(), out _)!.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void It_reads_a_file_with_a_text_or_with_what_fastboot_carries() => Gen.Byte.Array[1, 700].Sample(bytes =>
        OfflineText.ReadFile(System.Text.Encoding.UTF8.GetBytes("\uFEFF" + Base64Url.EncodeToString(bytes) + "\r\n"), out _)!.AsSpan().SequenceEqual(bytes)
        && OfflineText.ReadFile(System.Text.Encoding.ASCII.GetBytes(CheckedGroups.Write(bytes)), out _)!.AsSpan().SequenceEqual(bytes)
        && OfflineText.ReadFile([0xD2, .. bytes], out _)!.AsSpan(1).SequenceEqual(bytes));

    [Fact]
    public void A_file_that_is_too_long_is_not_read() =>
        Assert.All((byte[])[0xD2, (byte)'A'], filler => Assert.Null(OfflineText.ReadFile(Enumerable.Repeat(filler, OfflineText.MaxLength + 4).ToArray(), out _)));

    [Fact]
    public void A_mistyped_group_is_named()
    {
        var groups = CheckedGroups.Write(new byte[40]).Split(' ');
        groups[2] = groups[2][..^1] + (groups[2][^1] == 'A' ? 'B' : 'A');
        Assert.Null(OfflineText.Read(string.Join(' ', groups), out var wrong));
        Assert.Equal(3, wrong);
    }

    [Fact]
    public void What_is_empty_or_longer_than_any_is_not_read()
    {
        Assert.Null(OfflineText.Read(" \n", out _));
        Assert.NotNull(OfflineText.Read(new string('A', OfflineText.MaxLength), out _));
        Assert.Null(OfflineText.Read(new string('A', OfflineText.MaxLength + 4), out _));
    }

    [Fact]
    public void Whatever_comes_it_answers() => Gen.String[0, 300].Sample(text => OfflineText.Read(text, out var wrong) is { Length: var length } ? wrong is null && length <= text.Length : wrong is null or > 0);
}
