using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;

namespace Tenure.Device.Agent;

/// <summary>Lets a ticket through to the lock only when it fits this phone, its block and its outstanding question.</summary>
internal sealed class TicketGate(PhoneCore phone, OwnNonce nonce) : IDisposable
{
    private (PinnedServer Server, TicketVerifier Verifier)? by;

    /// <summary>Verifies the answer to the outstanding evidence.</summary>
    /// <exception cref="ProtocolException">Refused, and why; the block is untouched.</exception>
    /// <exception cref="UnprovenLogException">The server's log is forked: none of its tickets counts, however it came.</exception>
    public VerifiedTicket Admit(ReadOnlyMemory<byte> signedTicket, params TicketAction[] actions)
    {
        var server = phone.Server ?? throw new InvalidOperationException("No server is pinned.");
        if (phone.SeenLog.Unexplained is not null)
        {
            throw new UnprovenLogException(isForked: true, "The server's log is forked: no ticket is taken from it until that is explained.");
        }

        var (digest, elapsed) = nonce.Outstanding();
        try
        {
            var ticket = VerifierOf(server).Verify(signedTicket, Expect(server, digest, elapsed, actions));
            nonce.Spend();
            return ticket;
        }
        catch (ProtocolException e) when (Count(e.Code))
        {
            throw;
        }
    }

    public void Dispose() => by?.Verifier.Dispose();

    // A root may have put other roots in its place since the last ticket.
    private TicketVerifier VerifierOf(PinnedServer server)
    {
        if (by is not { } known || !known.Server.Roots.SequenceEqual(server.Roots))
        {
            by?.Verifier.Dispose();
            by = known = (server, new TicketVerifier(server.Roots));
        }

        return known.Verifier;
    }

    private bool Count(ProtocolErrorCode code)
    {
        if (TicketRefusal.IsAuthentic(code))
        {
            nonce.Spend();
        }
        else
        {
            nonce.CountTry();
        }

        return true;
    }

    private TicketExpectation Expect(PinnedServer server, byte[] digest, TimeSpan elapsed, TicketAction[] actions) => new()
    {
        Issuer = server.Issuer,
        Subject = phone.Identity.Id,
        Epoch = phone.Block.Content?.Epoch ?? 0,
        EvidenceDigest = digest,
        // A lost phone obeys nothing but what is said to lost phones.
        Actions = phone.Block.State == BlockState.Lost ? [.. actions.Where(a => a is TicketAction.Lost or TicketAction.Found or TicketAction.Erase)] : actions,
        HoldingId = phone.Block.Content?.HoldingId,
        LowestGenerations = phone.Marks.Floors.ToDictionary(f => (SignerPurpose)f.Purpose, f => f.Generation),
        Elapsed = elapsed,
    };
}
