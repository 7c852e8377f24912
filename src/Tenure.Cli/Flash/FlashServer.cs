using System.Buffers.Text;
using Tenure.Cli.Computer;
using Tenure.Client;
using Tenure.Client.Devices;
using Tenure.Client.Flashing;
using Tenure.Protocols.Tickets;

namespace Tenure.Cli.Flash;

/// <summary>Gets tickets from the server for the account that is signed in, from a bound computer. A restore that is open for the same device, package and choice is gone on with; else one is begun, with two proofs.</summary>
internal sealed class FlashServer(TenureClient client, CommandStreams streams, CommandOutput output)
{
    private const string Purpose = "deviceRestore";

    private Restore? restore;

    public string? Code { get; init; }

    public string? Transaction { get; init; }

    public bool PasswordStdin { get; init; }

    /// <summary>By which a holder allowed the workshop this restore.</summary>
    public string? Consent { get; init; }

    /// <summary>For a device that nobody holds.</summary>
    public string? Workshop { get; init; }

    /// <exception cref="CodeNeededException">A code was sent; begin again with it.</exception>
    public async Task<byte[]> AskTicketAsync(byte[] evidence, string manifest, bool erases, CancellationToken ct)
    {
        var deviceId = EvidenceCodec.ReadUnverified(evidence).Subject.ToString();
        restore = (await client.GetRestoresAsync(ct)).FirstOrDefault(known =>
                known.State == "open" && known.DeviceId == deviceId && known.Manifest == manifest && known.EraseUserData == erases && (known.Workshop is null || known.ComputerId == client.Computer?.Id))
            ?? (Consent is null ? await StartAsync(deviceId, manifest, erases, ct) : await client.TakeConsentAsync(new TakeConsent(Consent, deviceId, manifest, erases), ct));
        return Base64Url.DecodeFromChars((await client.GetFlashTicketAsync(restore.Id, new DeviceEvidence(Base64Url.EncodeToString(evidence)), ct)).Ticket);
    }

    public Task BringReceiptAsync(byte[] receipt, CancellationToken ct) => client.SendFlashReceiptAsync(restore!.Id, new DeviceEvidence(Base64Url.EncodeToString(receipt)), ct);

    private async Task<Restore> StartAsync(string deviceId, string manifest, bool erases, CancellationToken ct)
    {
        var (password, code, transaction) = await new AskedProofs(client, streams, output) { Code = Code, Transaction = Transaction, PasswordStdin = PasswordStdin }.BothAsync(Purpose, ct);
        return await client.StartRestoreAsync(new StartRestore(deviceId, manifest, erases, password, code, transaction, Workshop), ct);
    }
}
