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
