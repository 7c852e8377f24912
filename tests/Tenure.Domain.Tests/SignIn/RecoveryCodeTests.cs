using CsCheck;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class RecoveryCodeTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    [Fact]
    public void A_code_reads_back_as_it_is_printed() => Gen.Int[0, 1].Select(_ => RecoveryCodeText.Draw()).Sample(code =>
        RecoveryCodeText.Read(RecoveryCodeText.Grouped(code), out var read) is null && read == code && code.Length == 28);

    [Fact]
    public void It_is_printed_in_seven_groups_of_four() => Assert.Matches("^([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$", RecoveryCodeText.Grouped(RecoveryCodeText.Draw()));

    [Fact]
    public void Case_spaces_and_look_alikes_do_not_matter()
    {
        var code = RecoveryCodeText.Draw();
        while (!code.Contains('0', StringComparison.Ordinal) || !code.Contains('1', StringComparison.Ordinal))
        {
            code = RecoveryCodeText.Draw();
        }

        foreach (var one in "iIlL")
        {
            var typed = $" {RecoveryCodeText.Grouped(code).Replace('-', '\u2010').ToLowerInvariant().Replace('0', 'o').Replace('1', one)}\t";
            Assert.Null(RecoveryCodeText.Read(typed, out var read));
            Assert.Equal(code, read);
        }
    }

    // Made without the code under test: the two characters with which the polynomial has the roots 1 and α, found by trying all.
    [Theory]
    [InlineData("0000000000000000000000000132")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZZZZZZZTT")]
    [InlineData("0123456789ABCDEFGHJKMNPQRS10")]
    [InlineData("7K3MZQXW9T2V4B8N6YHCDPR5AG38")]
    public void The_check_is_the_one_that_is_written_down(string code)
    {
        Assert.Null(RecoveryCodeText.Read(code, out var read));
        Assert.Equal(code, read);
    }

    [Fact]
    public void One_wrong_character_is_always_noticed()
    {
        var code = RecoveryCodeText.Draw();
        for (var at = 0; at < code.Length; at++)
        {
            foreach (var other in Alphabet.Where(c => c != code[at]))
            {
                Assert.Equal("recovery_code_mistyped", RecoveryCodeText.Read($"{code[..at]}{other}{code[(at + 1)..]}", out _)?.Code);
            }
        }
    }

    [Fact]
    public void Two_wrong_characters_are_always_noticed() => Gen.Select(Gen.Int[0, 27], Gen.Int[0, 27], Gen.Int[1, 31], Gen.Int[1, 31]).Where((a, b, _, _) => a != b).Sample((a, b, x, y) =>
    {
        var code = RecoveryCodeText.Draw().ToCharArray();
        code[a] = Alphabet[Alphabet.IndexOf(code[a], StringComparison.Ordinal) ^ x];
        code[b] = Alphabet[Alphabet.IndexOf(code[b], StringComparison.Ordinal) ^ y];
        return RecoveryCodeText.Read(new string(code), out var read)?.Code == "recovery_code_mistyped" && read.Length == 0;
    });

    [Theory]
    [InlineData("")]
    [InlineData("0000-0000-0000-0000-0000-0000-000")]
    [InlineData("0000-0000-0000-0000-0000-0000-00000")]
    [InlineData("UUUU-0000-0000-0000-0000-0000-0000")]
    [InlineData("００００-0000-0000-0000-0000-0000-0000")]
    public void What_was_never_printed_is_mistyped(string typed) => Assert.Equal("recovery_code_mistyped", RecoveryCodeText.Read(typed, out _)?.Code);

    [Fact]
    public void What_no_database_can_carry_is_malformed() => Assert.Equal(("malformed", "recovery_code"), (RecoveryCodeText.Read("0\0", out _)?.Code, RecoveryCodeText.Read("0\0", out _)?.Field));

    [Theory]
    [InlineData(71, null, "recovery_code_new")]
    [InlineData(72, null, null)]
    [InlineData(100, 72, null)]
    [InlineData(100, 71, "recovery_code_new")]
    [InlineData(238, 71, "recovery_code_new")]
    [InlineData(239, 71, null)]
    [InlineData(300, 71, null)]
    public void Beside_the_password_it_counts_once_it_is_72_hours_old_at_the_beginning_of_a_freeze_that_lasts(int hours, int? frozenAt, string? code)
    {
        var made = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
        var account = Account.Create(new AccountId(Guid.Empty), AccountNumber.Draw(), "$hash", null, "en", made);
        if (frozenAt is { } at)
        {
            Assert.True(account.Freeze(made.AddHours(at)));
        }

        Assert.Equal(code, RecoveryCode.Make(account.Id, [1], made).RefuseBesidePassword(account, made.AddHours(hours))?.Code);
    }

    [Fact]
    public void A_code_is_used_once()
    {
        var now = new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
        var code = RecoveryCode.Make(new AccountId(Guid.Empty), [1], now);
        Assert.Null(code.UsedAt);
        code.Use(now.AddDays(1));
        Assert.Equal((now.AddDays(1), 1), (code.UsedAt, code.Version));
        Assert.Throws<InvalidOperationException>(() => code.Use(now.AddDays(2)));
    }
}
