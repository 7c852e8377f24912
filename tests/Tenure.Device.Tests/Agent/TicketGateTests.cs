using Tenure.Device.Agent;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Tests.Agent;

public sealed class TicketGateTests
{
    private readonly AgentBench bench = new();

    [Fact]
    public async Task A_ticket_that_was_admitted_is_not_admitted_again()
    {
        using var phone = await bench.ActivatedAsync();
        var (gate, evidence) = Asked(phone);
        var ticket = bench.Server.HoldTicketFor(evidence);
        gate.Admit(ticket, TicketAction.Hold);
        Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal(gate, ticket));
        gate.Dispose();
    }

    // The server has spoken: asking it for another answer to the same question would be guessing.
    [Fact]
    public async Task A_genuine_ticket_that_does_not_fit_ends_the_question()
    {
        using var phone = await bench.ActivatedAsync();
        var (gate, evidence) = Asked(phone);
        bench.Server.Change = ticket => ticket with { Epoch = 7 };
        Assert.Equal(ProtocolErrorCode.WrongEpoch, Refusal(gate, bench.Server.HoldTicketFor(evidence)));
        bench.Server.Change = ticket => ticket;
        Assert.Equal(ProtocolErrorCode.NoChallenge, Refusal(gate, bench.Server.HoldTicketFor(evidence)));
        gate.Dispose();
    }

    private (TicketGate Gate, byte[] Evidence) Asked(AgentBench.BootedPhone phone)
    {
        var nonce = new OwnNonce(bench.Clock);
        return (new TicketGate(phone.Core, nonce), new EvidenceMaker(phone.Core, nonce).Make(EvidencePurpose.Receipt, new byte[32]));
    }

    private static ProtocolErrorCode Refusal(TicketGate gate, byte[] ticket) => Assert.Throws<ProtocolException>(() => gate.Admit(ticket, TicketAction.Hold)).Code;
}
