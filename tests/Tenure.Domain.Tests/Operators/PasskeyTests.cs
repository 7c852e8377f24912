using Tenure.Domain.Operators;

namespace Tenure.Domain.Tests.Operators;

public sealed class PasskeyTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Now + ServerOperator.RoleWait;
    private readonly ServerOperator ada = ServerOperator.Create(new OperatorId(new Guid(1, 0, 0, new byte[8])), "ada", "hash", Now);

    [Fact]
    public void The_first_passkey_counts_72_hours_after_it_was_registered()
    {
        Assert.Equal(OperatorRefusals.PasskeyMissing, ada.RefusePasskeys(Now));
        Assert.Null(Add(1, null, Now));
        Assert.Equal(OperatorRefusals.PasskeyWaiting with { RetryAfter = TimeSpan.FromTicks(1) }, ada.RefusePasskeys(Later - TimeSpan.FromTicks(1)));
        Assert.Null(ada.RefusePasskeys(Later));
    }

    [Fact]
    public void One_for_which_another_vouched_counts_when_that_one_does()
    {
        Assert.Null(Add(1, null, Now));
        Assert.Equal(OperatorRefusals.PasskeyRefused, Add(2, null, Later));
        Assert.Null(Add(2, ada.Passkeys[0], Later - TimeSpan.FromHours(1)));
        Assert.Equal(Later, ada.Passkeys[1].CountsFrom);
        Assert.Null(Add(3, ada.Passkeys[1], Later.AddDays(1)));
        Assert.Equal(Later.AddDays(1), ada.Passkeys[2].CountsFrom);
    }

    [Fact]
    public void Whose_passkeys_were_taken_away_waits_again()
    {
        Assert.Null(Add(1, null, Now));
        var version = ada.Version;
        Assert.Equal(1, ada.RemovePasskeys());
        Assert.True(ada.Version > version);
        Assert.Null(Add(2, null, Later));
        Assert.Equal(Later + ServerOperator.RoleWait, ada.Passkeys[0].CountsFrom);
        Assert.Equal(ada.Passkeys[0].Id, ada.RemovePasskey(ada.Passkeys[0].Id)!.Id);
        Assert.Null(ada.RemovePasskey(Guid.Empty));
        Assert.Equal(OperatorRefusals.PasskeyMissing, ada.RefusePasskeys(Later.AddYears(1)));
    }

    [Fact]
    public void There_are_five_at_most_and_none_twice()
    {
        Assert.Null(Add(1, null, Now));
        Assert.Equal(OperatorRefusals.PasskeyRefused, Add(1, ada.Passkeys[0], Now));
        for (byte one = 2; one <= ServerOperator.MostPasskeys; one++)
        {
            Assert.Null(Add(one, ada.Passkeys[0], Now));
        }

        Assert.Equal(OperatorRefusals.PasskeyLimit, Add(9, ada.Passkeys[0], Now));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, true)]
    [InlineData(1, 2, true)]
    [InlineData(1, 1, false)]
    [InlineData(2, 1, false)]
    [InlineData(1, 0, false)]
    public void A_counter_that_does_not_go_on_takes_the_passkey_away(uint before, uint after, bool isOne)
    {
        Assert.Null(Add(1, null, Now, before));
        var version = ada.Version;
        Assert.Equal(isOne ? null : OperatorRefusals.PasskeyCopied, ada.UsePasskey(ada.Passkeys[0], after, Later));
        Assert.True(ada.Version > version);
        Assert.Equal(isOne ? [(after, Later)] : [], ada.Passkeys.Select(key => ((uint)key.Counter, key.LastUsedAt!.Value)));
    }

    [Theory]
    [InlineData(" my key ", "my key")]
    [InlineData("", null)]
    [InlineData("   ", null)]
    [InlineData("a\nb", null)]
    [InlineData("a\0b", null)]
    public void A_name_is_a_short_text_on_one_line(string typed, string? name)
    {
        Assert.Equal(name is null ? OperatorRefusals.PasskeyNameMalformed : null, Passkey.ReadName(typed, out var read));
        Assert.True(name is null || name == read);
        // Half of a pair: no attribute can hold it.
        Assert.Equal(OperatorRefusals.PasskeyNameMalformed, Passkey.ReadName("\ud800", out _));
        Assert.Null(Passkey.ReadName(new string('a', Passkey.MaxNameLength), out _));
        Assert.Equal(OperatorRefusals.PasskeyNameMalformed, Passkey.ReadName(new string('a', Passkey.MaxNameLength + 1), out _));
    }

    private Refusal? Add(byte one, Passkey? voucher, DateTimeOffset now, uint counter = 0) => ada.AddPasskey(new Guid(one, 0, 0, new byte[8]), "key", [one], [1], counter, voucher, now);
}
