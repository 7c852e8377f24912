using Tenure.Protocols.Signing;
using Tenure.Protocols.Tests.Signing;
using Tenure.Protocols.Tests.Tickets;
using Tenure.Protocols.Tickets;

namespace Tenure.Protocols.Tests.Vectors;

/// <summary>What a server asks its signer, good and bad, and a ledger.</summary>
internal static class SignerVectors
{
    public static IEnumerable<IReadOnlyList<(string, string)>> Requests()
    {
        foreach (var (action, state) in TicketPolicyTests.Actions)
        {
            yield return Block($"{LedgerLine.ActionOf(Fixed.Ticket(action, state))}", null, Asked.For(action, state));
        }

        var release = Asked.For(TicketAction.Release);
        yield return Block("without evidence", ProtocolErrorCode.Malformed, release with { Evidence = ReadOnlyMemory<byte>.Empty });
        yield return Block("evidence of another device", ProtocolErrorCode.UnknownSigner, Asked.For(TicketAction.Release, device: Fixed.OtherDevice));
        yield return Block("key and evidence of another device", ProtocolErrorCode.WrongDevice, Asked.For(TicketAction.Release, device: Fixed.OtherDevice) with { DeviceKey = PublicKeyP256.From(Fixed.OtherDevice) });
        yield return Block(
            "other evidence than the ticket answers", ProtocolErrorCode.WrongEvidence,
            release with { Evidence = EvidenceCodec.Sign(Fixed.Evidence(EvidencePurpose.Release) with { RequestCounter = 4 }, Fixed.Device) });
        yield return Block("release for a device that asked for its state", ProtocolErrorCode.ActionNotAllowed, Asked.For(TicketAction.Release, say: e => Fixed.Evidence(EvidencePurpose.Sync)));
        yield return Block("release by the hold signer", ProtocolErrorCode.ActionNotAllowed, release with { Purpose = SignerPurpose.Hold });
        yield return Block("sync to Free by the hold signer", ProtocolErrorCode.ActionNotAllowed, Asked.For(TicketAction.Sync, TicketState.Free) with { Purpose = SignerPurpose.Hold });
        yield return Block("recount by the release signer", ProtocolErrorCode.ActionNotAllowed, Asked.For(TicketAction.Recount) with { Purpose = SignerPurpose.Release });
        yield return Block("recount for a device that is ahead", ProtocolErrorCode.ClaimOutOfRange, Asked.For(TicketAction.Recount, say: e => e with { BootCount = 58 }));
        yield return Block("another epoch", ProtocolErrorCode.WrongEpoch, Asked.For(TicketAction.Release, change: t => t with { Epoch = 2 }));
        yield return Block("another holding", ProtocolErrorCode.WrongHolding, Asked.For(TicketAction.Release, change: t => t with { HoldingId = new byte[16] }));
        yield return Block("release without a consent", ProtocolErrorCode.ConsentMissing, release with { Consent = null });
        yield return Block("release by a consent that is not in the log", ProtocolErrorCode.ConsentNotLogged, release with { Consent = Consents.ProofFor(release.Ticket, Consents.LogWith(new byte[32])) });
        yield return Block("release by the consent of another epoch", ProtocolErrorCode.ConsentWrong, OfOther(release, t => t with { Epoch = 0 }));
        yield return Block("release by a consent in a log that another signer signed", ProtocolErrorCode.GenerationTooLow, release with { Consent = Consents.ProofFor(release.Ticket, certificate: Fixed.Certificate(SignerPurpose.Log, generation: 1)) });
        yield return Block("release by a log that is shorter than the device has seen", ProtocolErrorCode.LogBehind, Asked.For(TicketAction.Release, say: e => e with { SeenEntries = 14 }));
        yield return Block("hold with a consent", ProtocolErrorCode.ClaimUnexpected, Asked.For(TicketAction.Hold) with { Consent = release.Consent });
        yield return Block("another issuer", ProtocolErrorCode.WrongIssuer, Asked.For(TicketAction.Hold, change: t => t with { Issuer = "https://elsewhere.example" }));
        yield return Block("a device of another server", ProtocolErrorCode.WrongIssuer, Asked.For(TicketAction.Hold, say: e => e with { Audience = Fixed.DeviceKey.Thumbprint }));
        yield return Block("flash by the release signer", ProtocolErrorCode.ActionNotAllowed, Asked.For(TicketAction.Flash) with { Purpose = SignerPurpose.Release });
        yield return Block("release by the flash signer", ProtocolErrorCode.ActionNotAllowed, release with { Purpose = SignerPurpose.Flash });
        yield return Block("flash of a lost device by a workshop", ProtocolErrorCode.DeviceLost, Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Actor = FlashActor.Workshop } }, say: e => e with { State = TicketState.Lost }));
        yield return Block("unlock of a device that cannot say whether it is lost", ProtocolErrorCode.DeviceLost, Asked.For(TicketAction.Unlock, say: e => e with { State = null }));
        yield return Block("flash for another region", ProtocolErrorCode.WrongRegion, Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Region = "CN" } }));
        yield return Block("provisioning by a workshop", ProtocolErrorCode.ActionNotAllowed, Asked.For(TicketAction.Flash, change: t => t with { Flash = t.Flash! with { Actor = FlashActor.Workshop, Operations = FlashOrder.All } }));
        yield return Block("a hold that lives too long", ProtocolErrorCode.ClaimOutOfRange, Asked.For(TicketAction.Hold, change: t => t with { Lifetime = TimeSpan.FromSeconds(901) }));
    }

    public static IEnumerable<IReadOnlyList<(string, string)>> Ledger() => LedgerTests.Good.Select((line, i) => (IReadOnlyList<(string, string)>)
        [("name", i == 0 ? "head" : $"line {i - 1}"), ("expect", "accept"), ("text", line.Replace("\t", "\\t", StringComparison.Ordinal))]);

    private static TicketRequest OfOther(TicketRequest release, Func<Ticket, Ticket> other)
    {
        var ticket = release.Ticket with { Consent = Consents.Consent.HashFor(other(release.Ticket)) };
        return release with { Ticket = ticket, Consent = Consents.ProofFor(ticket) };
    }

    private static IReadOnlyList<(string, string)> Block(string name, ProtocolErrorCode? refusal, TicketRequest request) =>
    [
        ("name", name),
        ("expect", refusal?.ToString() ?? "accept"),
        ("roots", "root, standby root"),
        ("issuer", Fixed.Issuer),
        ("log_generation", "2"),
        ("now", $"{Consents.Now.ToUnixTimeSeconds()}"),
        ("message", Convert.ToHexStringLower(SignerRequestCodec.Encode(request))),
    ];
}
