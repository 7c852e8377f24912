using System.Security.Cryptography;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Signing;

/// <summary>Good requests of a server to its signer, to be spoilt one part at a time.</summary>
internal static class Asked
{
    /// <summary>A ticket with this action, and evidence that asks for it.</summary>
    public static TicketRequest For(TicketAction action, TicketState state = TicketState.Held, Func<Ticket, Ticket>? change = null, Func<Evidence, Evidence>? say = null, ECDsa? device = null)
    {
        var key = device ?? Fixed.Device;
        var told = Fixed.Evidence(PurposeOf(action)) with { Subject = PublicKeyP256.From(key).Thumbprint };
        var evidence = EvidenceCodec.Sign(say?.Invoke(told) ?? told, key);
        var ticket = Fixed.Ticket(action, state) with { EvidenceDigest = EvidenceCodec.Digest(evidence) };
        return new(SignerOf(action, state), change?.Invoke(ticket) ?? ticket, evidence, Fixed.DeviceKey, action == TicketAction.Release ? Consents.ProofFor(ticket) : null);
    }

    public static SignerPurpose SignerOf(TicketAction action, TicketState state) => action is TicketAction.Flash or TicketAction.Unlock ? SignerPurpose.Flash
        : action is TicketAction.Hold or TicketAction.Open or TicketAction.Lost or TicketAction.Recount || (action == TicketAction.Sync && state != TicketState.Free) ? SignerPurpose.Hold : SignerPurpose.Release;

    private static EvidencePurpose PurposeOf(TicketAction action) => Enum.GetValues<EvidencePurpose>().First(purpose => EvidenceAnswers.MayAnswer(purpose, action));
}
