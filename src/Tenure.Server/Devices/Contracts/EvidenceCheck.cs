using System.Buffers.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Protocols;
using Tenure.Protocols.Tickets;
using Tenure.Server.Data;
using Tenure.Server.Keys.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Tokens.Contracts;

namespace Tenure.Server.Devices.Contracts;

/// <summary>Decides whether evidence counts: form, signature, server, purpose, nonce, counters. What may be done with it is the caller's question.</summary>
internal sealed class EvidenceCheck(TenureDb db, ServerRoots roots, DeviceNonces nonces, DeviceIdentities identities, DeviceLimits limits, ServerGeneration generation, Contention contention, TimeProvider clock, DevicesLog log) : IDeviceEvidence
{
    // 4 KiB in base64url are 5,462 characters; longer text is refused before anything is decoded.
    private const int MaxTextLength = 5500;

    /// <inheritdoc/>
    public Task<Answer<DeviceId>> VerifySessionAsync(string evidence, Network network, CancellationToken ct) =>
        limits.RunAsync(network, () => VerifyAsync(evidence, EvidencePurpose.Session, ct), ct);

    /// <summary>The device that signed; the evidence is used up.</summary>
    public async Task<Answer<DeviceId>> VerifyAsync(string evidence, EvidencePurpose purpose, CancellationToken ct)
    {
        var read = await ReadAsync(evidence, purpose, ct);
        return read.Refusal is { } refusal ? refusal : read.Value.Device.Id;
    }

    /// <summary>The device that signed; the evidence is used up. Where it proves nothing, the network is counted.</summary>
    public Task<Answer<DeviceId>> VerifyAsync(string evidence, EvidencePurpose purpose, Network network, CancellationToken ct) => limits.RunAsync(network, () => VerifyAsync(evidence, purpose, ct), ct);

    /// <summary>The device that signed, and what it said; the evidence is used up. Where it proves nothing, the network is counted.</summary>
    public Task<Answer<ProvenEvidence>> ReadAsync(string evidence, EvidencePurpose purpose, Network network, CancellationToken ct) => limits.RunAsync(network, () => ReadAsync(evidence, purpose, ct), ct);

    private Task<Answer<ProvenEvidence>> ReadAsync(string evidence, EvidencePurpose purpose, CancellationToken ct) => contention.RunAsync<ProvenEvidence>(async () =>
    {
        var proven = await ProveAsync(evidence, purpose, ct);
        if (proven.Refusal is { } refusal)
        {
            return refusal;
        }

        await identities.NoteAsync(proven.Value.Device, proven.Value.Evidence.Facts, ct);
        await db.SaveChangesAsync(ct);
        return proven.Value;
    });

    /// <summary>The device whose evidence it is, well signed and for this server; uses nothing up, and proves nothing by itself.</summary>
    public async Task<Answer<DeviceId>> LookAsync(string evidence, EvidencePurpose purpose, CancellationToken ct)
    {
        var opened = await OpenAsync(evidence, purpose, ct);
        return opened.Refusal is { } refusal ? refusal : opened.Value.Proven.Device.Id;
    }

    /// <summary>Proves evidence of a known device in the caller's unit of work.</summary>
    /// <param name="text">base64url.</param>
    /// <param name="purpose">The only purpose that will do.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="offline">Whether evidence without a server nonce will do: a challenge that travelled as a picture or a file.</param>
    /// <param name="mayBeBehind">Whether a count that was seen before will do; <see cref="ProvenEvidence.IsBehind"/> says so then.</param>
    public async Task<Answer<ProvenEvidence>> ProveAsync(string text, EvidencePurpose purpose, CancellationToken ct, bool offline = false, bool mayBeBehind = false)
    {
        var opened = await OpenAsync(text, purpose, ct);
        if (opened.Refusal is { } unread)
        {
            return unread;
        }

        var (proven, isSpent) = opened.Value;
        var (device, evidence, _) = proven;
        if (!(offline && evidence.ServerNonce is null) && nonces.Spend(evidence.ServerNonce, isSpent) is { } refusal)
        {
            return refusal;
        }

        // Whoever has the key must not use its counter up with one message.
        if (evidence.BootCount > Ticket.MostBoots)
        {
            return EvidenceRefusals.Malformed;
        }

        if (device.Accept(new EvidenceCount(evidence.BootCount, evidence.RequestCounter), clock.GetUtcNow()) is { } replayed)
        {
            log.CountersDidNotRise(device.Id);
            return mayBeBehind ? proven with { IsBehind = true } : replayed;
        }

        // After a restore a device says first how it stands; until then it may only ask. One that is bricked says so by asking to be flashed, and that moves nobody's holding.
        return device.HasReported(generation.Number) || purpose is EvidencePurpose.Session or EvidencePurpose.Sync || (purpose is EvidencePurpose.Flash or EvidencePurpose.Flashed && proven.FitsBlock() is null)
            ? proven
            : DeviceRefusals.Unreported;
    }

    /// <summary>Proves evidence of a device that may be new: it carries its own key, whose thumbprint is its name.</summary>
    /// <returns>What it said, and the device where there is one.</returns>
    public async Task<Answer<(Evidence Evidence, Device? Known)>> ProveEnrolmentAsync(string text, CancellationToken ct)
    {
        if (Decode(text) is not { } bytes)
        {
            return EvidenceRefusals.Malformed;
        }

        var read = Read(() => EvidenceCodec.ReadUnverifiedSubject(bytes) is { ConfirmationKey: { } key } ? EvidenceCodec.Verify(bytes, key) : null);
        if (read.Refusal is { } unread)
        {
            return unread;
        }

        if (read.Value.Purpose != EvidencePurpose.Enrol || !roots.Contains(read.Value.Audience))
        {
            return EvidenceRefusals.Untrusted;
        }

        var id = new DeviceId(read.Value.Subject.Text);
        var (spent, known) = await db.ReadBothAsync(
            new("SELECT 1 FROM spent_nonces WHERE hash = $1", DeviceNonces.HashOf(read.Value.ServerNonce)), row => row.GetInt32(0),
            new("SELECT 1 FROM devices WHERE device_id = $1", id.Value), row => row.GetInt32(0), ct);
        if (nonces.Spend(read.Value.ServerNonce, spent.Count > 0) is { } refusal)
        {
            return refusal;
        }

        return read.Value.BootCount > Ticket.MostBoots ? EvidenceRefusals.Malformed : (read.Value, known.Count > 0 ? await db.Devices.FirstOrDefaultAsync(d => d.Id == id, ct) : null);
    }

    // The device with the question whether the nonce was spent: one way to the database instead of two.
    private async Task<Answer<(ProvenEvidence Proven, bool IsSpent)>> OpenAsync(string text, EvidencePurpose purpose, CancellationToken ct)
    {
        if (Decode(text) is not { } bytes)
        {
            return EvidenceRefusals.Malformed;
        }

        var subject = Read(() => EvidenceCodec.ReadUnverifiedSubject(bytes));
        if (subject.Refusal is { } unread)
        {
            return unread;
        }

        var (id, nonce) = (new DeviceId(subject.Value.Subject.Text), DeviceNonces.HashOf(subject.Value.ServerNonce));
        var spent = db.SpentNonces.Where(n => n.Hash == nonce);
        if (subject.Value.Purpose != purpose || await db.Devices.Where(d => d.Id == id).Select(d => new { Device = d, IsSpent = spent.Any() }).FirstOrDefaultAsync(ct) is not { } found)
        {
            return EvidenceRefusals.Untrusted;
        }

        var verified = Read(() => EvidenceCodec.Verify(bytes, PublicKeyP256.FromCoseKey(found.Device.PublicKey)));
        if (verified.Refusal is { } unverified)
        {
            return unverified;
        }

        return roots.Contains(verified.Value.Audience) ? (new ProvenEvidence(found.Device, verified.Value, bytes), found.IsSpent) : EvidenceRefusals.Untrusted;
    }

    private Answer<T> Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() is { } value ? value : EvidenceRefusals.Untrusted;
        }
        catch (ProtocolException e)
        {
            log.EvidenceRefused(e.Code, e.Field);
            return e.Code is ProtocolErrorCode.SignatureWrong or ProtocolErrorCode.UnknownSigner or ProtocolErrorCode.WrongDevice
                ? EvidenceRefusals.Untrusted
                : EvidenceRefusals.Malformed;
        }
    }

    private static byte[]? Decode(string text)
    {
        if (text.Length > MaxTextLength || !Base64Url.IsValid(text))
        {
            return null;
        }

        return Base64Url.DecodeFromChars(text);
    }
}
