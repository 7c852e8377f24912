using Tenure.Domain.Documents;

namespace Tenure.Domain.Tests.Documents;

public sealed class ReceiptWordsTests
{
    [Fact]
    public void Nothing_has_to_be_said()
    {
        Assert.Null(ReceiptWords.Read(null, "", " ", null, out var words));
        Assert.Null(words);
        Assert.Null(ReceiptWords.Read(null, null, null, " Zoe ", out words));
        Assert.Equal(new ReceiptWords(null, null, null, "Zoe"), words);
    }

    [Fact]
    public void A_day_is_written_in_one_way()
    {
        Assert.Null(ReceiptWords.Read("2026-02-28", null, null, null, out var words));
        Assert.Equal((new DateOnly(2026, 2, 28), "2026-02-28"), (words!.Date, words.DateText));
        Assert.All(["2026-02-30", "28.02.2026", "yesterday", "2026-2-3"], date => Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(date, null, null, null, out _)));
    }

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("turned \u202e around")]
    [InlineData("a\0b")]
    public void What_cannot_be_shown_is_refused_wherever_it_stands(string text)
    {
        Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(null, text, null, null, out _));
        Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(null, null, text, null, out _));
        Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(null, null, null, text, out _));
    }

    // Not as data of a test: what carries them there makes another character of it.
    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(null, "\ud800", null, null, out _));

    [Fact]
    public void Eighty_characters_are_enough()
    {
        Assert.Null(ReceiptWords.Read(null, new string('x', 80), string.Concat(Enumerable.Repeat("\U0001F600", 80)), null, out _));
        Assert.Equal(DocumentRefusals.ReceiptMalformed, ReceiptWords.Read(null, new string('x', 81), null, null, out _));
    }

    [Fact]
    public void A_payer_is_the_same_in_whatever_letters_and_blanks()
    {
        Assert.Equal(Of("Zo\u00eb Quux").PayerKey, Of("ZO\u00cb   quux").PayerKey);
        Assert.Equal(Of("Zo\u00eb Quux").PayerKey, Of("Zoe\u0308 Quux").PayerKey);
        Assert.NotEqual(Of("Zoe Quux").PayerKey, Of("Zoe Quix").PayerKey);
        Assert.Null(new ReceiptWords(null, "Shop", null, null).PayerKey);
    }

    private static ReceiptWords Of(string payer) => new(null, null, null, payer);
}
