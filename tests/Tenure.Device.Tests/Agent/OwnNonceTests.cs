using Microsoft.Extensions.Time.Testing;
using Tenure.Device.Agent;
using Tenure.Protocols;

namespace Tenure.Device.Tests.Agent;

public sealed class OwnNonceTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly OwnNonce nonce;

    public OwnNonceTests() => nonce = new OwnNonce(clock);

    [Fact]
    public void Without_a_question_there_is_no_answer() => Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal());

    [Fact]
    public void A_nonce_is_dead_after_60_minutes()
    {
        nonce.Make();
        nonce.Bind(new byte[32]);
        clock.Advance(TimeSpan.FromMinutes(60));
        Assert.Equal(TimeSpan.FromMinutes(60), nonce.Outstanding().Elapsed);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ProtocolErrorCode.ChallengeSpent, Refusal());
        Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal());
    }

    [Fact]
    public void A_nonce_is_answered_once()
    {
        nonce.Make();
        nonce.Bind(new byte[32]);
        nonce.Spend();

        Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal());
    }

    [Fact]
    public void A_new_nonce_kills_the_one_before()
    {
        nonce.Make();
        nonce.Bind(new byte[32]);

        Assert.NotEqual(new byte[32], nonce.Make());
        Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal());
    }

    private ProtocolErrorCode Refusal() => Assert.Throws<ProtocolException>(() => nonce.Outstanding()).Code;
}
