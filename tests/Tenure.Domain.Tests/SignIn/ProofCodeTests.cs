using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.SignIn;

public class ProofCodeTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void It_is_taken_once()
    {
        var code = Sent();
        Assert.Null(code.Take([1], Now.AddMinutes(9)));
        Assert.Equal("code_spent", code.Take([1], Now.AddMinutes(9))?.Code);
        Assert.Equal(1, code.Version);
    }

    [Fact]
    public void After_five_wrong_ones_the_right_one_is_too_late()
    {
        var code = Sent();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            Assert.Equal("code_wrong", code.Take([2], Now)?.Code);
        }

        Assert.Equal("code_spent", code.Take([1], Now)?.Code);
        Assert.Equal(5, code.Version);
    }

    [Fact]
    public void It_ends_with_its_time() => Assert.Equal("code_expired", Sent().Take([1], Now.AddMinutes(10))?.Code);

    private static ProofCode Sent() => ProofCode.Sent([7], new AccountId(Guid.Empty), [1], Now.AddMinutes(10));
}
