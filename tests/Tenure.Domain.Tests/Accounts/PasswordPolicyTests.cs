using System.Text.RegularExpressions;
using CsCheck;
using Tenure.Domain.Accounts;

namespace Tenure.Domain.Tests.Accounts;

public class PasswordPolicyTests
{
    private static PasswordPolicy Policy => new(
        new PasswordRules(), new PasswordList(["correct horse battery staple", "to be or not to be"], ["password", "welcome", "dragon", "summer", "admin", "пароль", "i", "my", "cat", "supercalifragilisticexpialidocio"]),
        password => password == "Bramble-otter-kiln-49");

    private static readonly PersonalWords Anna = Person("anna.berg@example.org", "Anna Berg");

    [Theory]
    [InlineData("tin ladder seven moths")]
    [InlineData("x7Gq2mWz9Lk4Tp1")]
    [InlineData("             grün fünf")]
    [InlineData("пять зелёных лестниц")]
    [InlineData("八个绿色的梯子在月亮上睡觉呢吗")]
    [InlineData("829374018273645")]
    [InlineData("annas tin ladder moths")]
    [InlineData("dragon summer welcome 47")]
    [InlineData("dragon 2512 summer admin")]
    [InlineData("dragon 321390 welcome 7")]
    [InlineData("qwe dragon zxc summer my")]
    [InlineData("dragon summer ww")]
    [InlineData("#%^&@*()-=[]{}!;")]
    [InlineData("7#%^&*(my)-=[]{};'")]
    [InlineData("dragon summer x7")]
    [InlineData("dragon 999047 summer")]
    [InlineData("dragon 24129907 summer")]
    [InlineData("dragon 99072412 summer")]
    [InlineData("dragon 1899 summer my")]
    [InlineData("dragon 000190 summer")]
    [InlineData("dragon 010090 summer")]
    [InlineData("dragon 991290 summer")]
    [InlineData("dragon 129990 summer")]
    [InlineData("moth ladder tim")]
    [InlineData("kqkwzxkzzqwxkxwqzk")]
    [InlineData("annaberg x7Gq2mWz")]
    [InlineData("tin ladder mot tin ladder mot ")]
    public void A_password_of_ones_own_is_taken(string password) => Assert.Null(Policy.Check(password, Anna));

    [Theory]
    [InlineData("x7Gq2mWz9Lk4Tp1", PasswordGrade.Strong)]
    [InlineData("dragon summer admin welcome password", PasswordGrade.Strong)]
    [InlineData("#dragon summer-admin+welcome!my=cat", PasswordGrade.Strong)]
    [InlineData("dragon summer admin welcome", PasswordGrade.Good)]
    [InlineData("dragon.summer.admin.welcome", PasswordGrade.Good)]
    [InlineData("dragonsummeradminwelcome", PasswordGrade.Good)]
    [InlineData("dragon summer welcome k", PasswordGrade.Fair)]
    [InlineData("qhvkwzjxnrtbpfm", PasswordGrade.Fair)]
    [InlineData("dragon summer ww k", PasswordGrade.Fair)]
    [InlineData("qhvkwzjxnrtbpfmsdhglqwz", PasswordGrade.Good)]
    [InlineData("annaberg x7Gq2mWz", PasswordGrade.Fair)]
    [InlineData("Ktq7zKtq7zKtq7z!", PasswordGrade.Fair)]
    [InlineData("!Ktq7Ktq7Ktq7Ktq7", PasswordGrade.Fair)]
    [InlineData("annaberg x7Gq2mWz9Lk4Tp1", PasswordGrade.Strong)]
    public void A_meter_tells_what_a_taken_password_costs_a_guesser(string password, PasswordGrade grade) => Assert.Equal((grade, null), Policy.Grade(password, Anna));

    [Fact]
    public void A_meter_calls_weak_what_the_rules_refuse_and_nothing_else() => Gen.OneOf(
            Gen.String[Gen.OneOf(Gen.Char.AlphaNumeric, Gen.Char[' ', '~']), 0, 40],
            OneOf("dragon", "summer", "qwerty", "1990", "anna", "berg", "tin", "47", "x7G!", "my").Array[1, 9].Select(string.Concat))
        .Sample(password =>
        {
            var (grade, refusal) = Policy.Grade(password, Anna);
            return refusal == Policy.Check(password, Anna) && grade == PasswordGrade.Weak == refusal is not null;
        });

    [Fact]
    public void A_meter_never_falls_for_one_more_word_that_repeats_none() => Gen.Shuffle((string[])["dragon", "summer", "welcome", "password", "monkey", "shadow", "master"], 4, 7).Sample(words =>
        Policy.Grade(string.Join(' ', words) + " admin", Anna).Grade is var longer && (longer == PasswordGrade.Weak || longer >= Policy.Grade(string.Join(' ', words), Anna).Grade));

    [Fact]
    public void A_meter_holds_a_short_password_of_an_account_that_is_always_asked_to_its_own_length()
    {
        Assert.Equal(PasswordGrade.Weak, Policy.Grade("x7Gq2mWz9L", Anna).Grade);
        Assert.Equal(PasswordGrade.Good, Policy.Grade("x7Gq2mWz9L", Anna, alwaysAsk: true).Grade);
    }

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(word => words[word]);

    [Theory]
    [InlineData("", "password_too_short")]
    [InlineData("tin ladder 7", "password_too_short")]
    [InlineData("😀😁😂😃😄😅😆😇😈😉😊😋😌😍", "password_too_short")]
    [InlineData("Bramble-otter-kiln-49", "password_leaked")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "password_listed")]
    [InlineData("abababababababababab", "password_listed")]
    [InlineData("tin.tin.tin.tin.tin.", "password_listed")]
    [InlineData("qwertyuiopasdfghjkl", "password_listed")]
    [InlineData("1234567890123456", "password_listed")]
    [InlineData("abcdefghijklmnopqrs", "password_listed")]
    [InlineData("zyxwvutsrqponmlkji", "password_listed")]
    [InlineData("1qaz2wsx3edc4rfv", "password_listed")]
    [InlineData("йцукенгшщзхъфывапролджэ", "password_listed")]
    [InlineData("PasswordPassword", "password_listed")]
    [InlineData("Password12345678", "password_listed")]
    [InlineData("Welcome Summer 2024", "password_listed")]
    [InlineData("Summer-01.01.1990", "password_listed")]
    [InlineData("Correct Horse Battery Staple!", "password_listed")]
    [InlineData("correct-horse-battery-staple", "password_listed")]
    [InlineData("DragonSummerWelcome", "password_listed")]
    [InlineData("drowssapnogarddrowssap", "password_listed")]
    [InlineData("p4ssw0rd-w3lc0m3", "password_listed")]
    [InlineData("P@$$w0rd-w€lcome", "password_listed")]
    [InlineData("!QAZ2wsx#EDC4rfv", "password_listed")]
    [InlineData("gfhjkm1990gfhjkm", "password_listed")]
    [InlineData("зфыыцщкв1990зфыыцщкв", "password_listed")]
    [InlineData("!@#$%^&*()_+{}|", "password_listed")]
    [InlineData("11223344 dragon 66778899", "password_listed")]
    [InlineData("dragon 24.12.1990 admin", "password_listed")]
    [InlineData("dragon 241290 admin", "password_listed")]
    [InlineData("dragon 47 summer!", "password_listed")]
    [InlineData("my dragon i admin", "password_listed")]
    [InlineData("asdasdasd xyxyxy dragon", "password_listed")]
    [InlineData("dragondragon7777", "password_listed")]
    [InlineData("dragondragonsummersummeradminadmin", "password_listed")]
    [InlineData("asdasdasd fghfghfgh dragon summer", "password_listed")]
    [InlineData("kqzkqzkqz dragon summer", "password_listed")]
    [InlineData("dragon summer my 7", "password_listed")]
    [InlineData("dragon summer qqq 7", "password_listed")]
    [InlineData("dragon 1900 summer my", "password_listed")]
    [InlineData("dragon 2099 summer my", "password_listed")]
    [InlineData("dragon 012490 summer", "password_listed")]
    [InlineData("dragon 240190 summer", "password_listed")]
    [InlineData("dragon 311290 summer", "password_listed")]
    [InlineData("dragon 123190 summer", "password_listed")]
    [InlineData("dragon 19901224 summer", "password_listed")]
    [InlineData("tac dragon summer", "password_listed")]
    [InlineData("adm1n dragon summer", "password_listed")]
    [InlineData("we1come dragon summer", "password_listed")]
    [InlineData("oicodilaipxecitsiligarfilacrepus", "password_listed")]
    [InlineData("tin ladder mo tin ladder mo ", "password_listed")]
    [InlineData("anna.berg@example.org", "password_personal")]
    [InlineData("anna.berg.1234567890", "password_personal")]
    [InlineData("annaberg.password", "password_personal")]
    [InlineData("annaberg x7Gq2mW!", "password_personal")]
    [InlineData("AnnaBerg-example-1", "password_personal")]
    [InlineData("bergannabergannaberg", "password_personal")]
    public void A_refused_password_is_told_why(string password, string code)
    {
        var refusal = Policy.Check(password, Anna);
        Assert.Equal(code, refusal?.Code);
        Assert.Equal("password", refusal?.Field);
    }

    [Theory]
    [InlineData(@"tin ladder seven\0moths")]
    [InlineData(@"tin ladder seven\uD800moths")]
    public void What_cannot_be_hashed_is_malformed(string escaped) =>
        Assert.Equal(WellFormedText.Malformed("password"), Policy.Check(Regex.Unescape(escaped), Anna));

    [Fact]
    public void Length_is_counted_in_code_points_after_composition()
    {
        // 15 letters and 8 combining marks compose to 15 characters; 14 stay 14 however they are spelt.
        Assert.Null(Policy.Check("e\u0301a\u0308o\u0308u\u0308n\u0303c\u0327i\u0302o\u0301xyqvwkz", Anna));
        Assert.Equal("password_too_short", Policy.Check("e\u0301a\u0308o\u0308u\u0308n\u0303c\u0327i\u0302o\u0301xyqvwk", Anna)?.Code);
    }

    [Theory]
    [InlineData("mW4#tzQ9", null)]
    [InlineData("mW4#tzQ", "password_too_short")]
    [InlineData("password", "password_listed")]
    [InlineData("12345678", "password_listed")]
    [InlineData("annaberg", "password_personal")]
    public void While_a_second_proof_is_always_asked_for_eight_characters_do_and_the_other_rules_hold(string password, string? code) =>
        Assert.Equal(code, Policy.Check(password, Anna, alwaysAsk: true)?.Code);

    [Theory]
    [InlineData("e\u0301a\u0308o\u0308u\u0308n\u0303c\u0327i\u0302o\u0301xyqvwkz", false)]
    [InlineData("e\u0301a\u0308o\u0308u\u0308n\u0303c\u0327i\u0302o\u0301xyqvwk", true)]
    [InlineData("", true)]
    [InlineData("mW4#tzQ9\0", true)]
    public void A_password_that_is_short_does_not_stand_alone(string password, bool isShort) => Assert.Equal(isShort, Policy.IsTooShortAlone(password));

    [Fact]
    public void Nor_does_a_short_one_that_is_no_text() => Assert.True(Policy.IsTooShortAlone("mW4#tzQ9\ud800"));

    [Fact]
    public void A_shortest_password_that_always_asks_is_never_longer_than_one_that_does_not()
    {
        var policy = new PasswordPolicy(new PasswordRules(15, 128, 20), new PasswordList([], []), _ => false);
        Assert.Null(policy.Check("tin ladder moths", new PersonalWords([], null, null), alwaysAsk: true));
    }

    [Fact]
    public void A_hundred_and_twenty_eight_characters_fit_and_one_more_does_not()
    {
        var longest = string.Concat(Enumerable.Range(0, 128).Select(i => (char)(0x4E00 + (i * 37 % 1000))));
        Assert.Null(Policy.Check(longest, Anna));
        Assert.Equal("password_too_long", Policy.Check(longest + "x", Anna)?.Code);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(512, false)]
    [InlineData(513, true)]
    public void What_nobody_can_have_chosen_is_not_hashed(int length, bool impossible) => Assert.Equal(impossible, Policy.IsImpossible(new string('x', length)));

    [Fact]
    public void A_listed_password_counts_whole_and_a_listed_word_in_parts()
    {
        var policy = new PasswordPolicy(new PasswordRules(), new PasswordList(["ladder umbrella"], []), _ => false);
        var nobody = new PersonalWords([], null, null);
        Assert.Equal("password_listed", policy.Check("Ladder-Umbrella!!", nobody)?.Code);
        Assert.Null(policy.Check("ladder umbrella 1", nobody));
    }

    [Fact]
    public void A_password_of_symbols_alone_is_compared_as_it_is()
    {
        var policy = new PasswordPolicy(new PasswordRules(), new PasswordList([" ?;]=~{/-_}[:,.<> ", "", "#"], []), _ => false);
        var nobody = new PersonalWords([], null, null);
        Assert.Equal("password_listed", policy.Check("?;]=~{/-_}[:,.<>", nobody)?.Code);
        Assert.Null(policy.Check("?;]=~{/-_}[:,.>>", nobody));
    }

    [Fact]
    public void No_kind_of_character_is_asked_for() => Gen.Char["abcdefghijklmnopqrstuvwxyz"].Array[24].Sample(letters =>
        Policy.Check(new string(letters), new PersonalWords([], null, null)) is null, iter: 500);

    [Fact]
    public void Any_text_is_taken_or_refused() => Gen.String.Sample(text => Policy.Check(text, Anna) is null or { Field: "password" });

    private static PersonalWords Person(string email, string nickname)
    {
        Assert.Null(EmailAddress.Read(email, out var address));
        return new PersonalWords([Address.Of(address)], null, nickname);
    }
}
