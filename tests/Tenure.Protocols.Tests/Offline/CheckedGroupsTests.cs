using System.Text;
using CsCheck;
using Tenure.Protocols.Offline;

namespace Tenure.Protocols.Tests.Offline;

public sealed class CheckedGroupsTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void What_was_written_reads_back() => Gen.Byte.Array[0, 700].Sample(bytes => CheckedGroups.Read(CheckedGroups.Write(bytes), out var read) is null && read.AsSpan().SequenceEqual(bytes));

    [Fact]
    public void The_largest_reads_back_and_nothing_longer_is_written()
    {
        var largest = Enumerable.Range(0, CheckedGroups.MaxLength).Select(i => (byte)i).ToArray();
        Assert.Null(CheckedGroups.Read(CheckedGroups.Write(largest), out var read));
        Assert.Equal(largest, read);
        Assert.Throws<ArgumentOutOfRangeException>(() => CheckedGroups.Write(new byte[CheckedGroups.MaxLength + 1]));
    }

    // By hand: 3 bytes "abc" are 0003616263 in base 16, 40 bits: 00000 00000 00001 10110 00010 11000 10011 | 00011 and zeros.
    [Fact]
    public void The_characters_are_those_of_the_bits() => Assert.Matches("^001P2RK[0-9A-Z] 3000000[0-9A-Z]$", CheckedGroups.Write("abc"u8));

    [Fact]
    public void Case_spaces_hyphens_and_look_alikes_do_not_matter()
    {
        var text = CheckedGroups.Write("Tenure, of a phone"u8);
        var typed = text.ToLowerInvariant().Replace('0', 'o').Replace('1', 'l').Replace(' ', '-').Insert(4, " \r\n").Insert(0, "\u2010");
        Assert.Null(CheckedGroups.Read(typed, out var read));
        Assert.Equal("Tenure, of a phone", Encoding.UTF8.GetString(read));
    }

    [Fact]
    public void One_wrong_character_is_always_noticed_in_its_group() => Gen.Select(Gen.Byte.Array[1, 60], Gen.Int[0, 1000], Gen.Int[1, 31]).Sample((bytes, where, by) =>
    {
        var characters = CheckedGroups.Write(bytes).Replace(" ", "", StringComparison.Ordinal).ToCharArray();
        var at = where % characters.Length;
        characters[at] = Alphabet[(Alphabet.IndexOf(characters[at], StringComparison.Ordinal) + by) % 32];
        return CheckedGroups.Read(new string(characters), out var read) == (at / 8) + 1 && read.Length == 0;
    });

    [Fact]
    public void Neighbours_that_changed_places_are_noticed() => Gen.Select(Gen.Byte.Array[1, 60], Gen.Int[0, 1000]).Sample((bytes, where) =>
    {
        var characters = CheckedGroups.Write(bytes).Replace(" ", "", StringComparison.Ordinal).ToCharArray();
        var at = where % (characters.Length - 1);
        var same = characters[at] == characters[at + 1];
        (characters[at], characters[at + 1]) = (characters[at + 1], characters[at]);
        return same == CheckedGroups.Read(new string(characters), out _) is null;
    });

    [Fact]
    public void Groups_that_changed_places_or_are_missing_are_noticed() => Gen.Select(Gen.Byte.Array[20, 400], Gen.Int[0, 1000]).Sample((bytes, where) =>
    {
        var groups = CheckedGroups.Write(bytes).Split(' ').ToList();
        var at = where % (groups.Count - 1);
        List<string> swapped = [.. groups];
        (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
        List<string> missing = [.. groups];
        missing.RemoveAt(at);
        return CheckedGroups.Read(string.Join(' ', swapped), out _) == at + 1
            && CheckedGroups.Read(string.Join(' ', missing), out _) == at + 1
            && CheckedGroups.Read(string.Join(' ', groups[..^1]), out _) == groups.Count;
    });

    [Theory]
    [InlineData("", 1)]
    [InlineData("U", 1)]
    [InlineData("UUUUUUUU", 1)]
    [InlineData("0000000", 1)]
    public void What_was_never_written_is_not_read(string text, int group) => Assert.Equal(group, CheckedGroups.Read(text, out _));

    [Fact]
    public void What_is_longer_than_anything_written_is_not_kept()
    {
        Assert.NotNull(CheckedGroups.Read(new string('0', 100_000), out _));
        Assert.NotNull(CheckedGroups.Read(string.Concat(Enumerable.Repeat(CheckedGroups.Write(new byte[CheckedGroups.MaxLength]), 2)), out _));
    }

    [Fact]
    public void Whatever_is_typed_it_answers() => Gen.String[0, 200].Sample(text => CheckedGroups.Read(text, out var read) is null || read.Length == 0);

    // One text for one content: nothing may be hidden behind the end.
    [Fact]
    public void What_reads_is_what_would_be_written() => Gen.Int[0, 31].Array[7, 21].Sample(values =>
    {
        var text = string.Concat(values.Select(value => Alphabet[value]));
        return CheckedGroups.Read(text, out var read) is not null || CheckedGroups.Write(read).Replace(" ", "", StringComparison.Ordinal) == text;
    });
}
