using Tenure.Device.Block;
using Tenure.Device.Phone;
using Tenure.Protocols;
using Tenure.Protocols.Log;
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
            if (ticket.Checkpoint is { } checkpoint)
            {
                phone.SeenLog.Accept(ticket.SignedCheckpoint.ToArray(), checkpoint, server);
            }

            return ticket;
        }
        catch (ProtocolException e) when (Count(e.Code))
        {
            if (e.Code == ProtocolErrorCode.LogForked)
            {
                Suspect(signedTicket, server);
            }

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

    // Only now is it known that both are signed: one is out of a ticket of ours that had no other fault. Another log may have been explained meanwhile, to a phone with a network.
    private void Suspect(ReadOnlyMemory<byte> signedTicket, PinnedServer server)
    {
        var signed = ConsentProofCodec.Decode(SignedTicketCodec.Decode(signedTicket).Consent).Checkpoint.ToArray();
        var verified = CheckpointCodec.Verify(signed, server.Roots, server.Issuer);
        if (phone.SeenLog.Last is { } seen && seen.LogId.AsSpan().SequenceEqual(verified.Checkpoint.LogId))
        {
            phone.SeenLog.Suspect(signed, verified);
        }
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
        // A lost phone obeys nothing but what is said to lost phones. Who it is flashed for, the gate of its emergency mode sees.
        Actions = phone.Block.State == BlockState.Lost
            ? [.. actions.Where(a => a is TicketAction.Lost or TicketAction.Found or TicketAction.Erase or TicketAction.Sync or TicketAction.Recount or TicketAction.Flash)]
            : actions,
        HoldingId = phone.Block.Content?.HoldingId,
        LowestGenerations = SignerFloor.Highest(phone.Marks.Floors.Append(new SignerFloor((int)SignerPurpose.Log, phone.SeenLog.GenerationOf(server)))).ToDictionary(f => (SignerPurpose)f.Purpose, f => f.Generation),
        SeenLog = phone.SeenLog.Last,
        Elapsed = elapsed,
    };
}
