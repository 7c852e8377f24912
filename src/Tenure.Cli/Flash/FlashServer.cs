using System.Buffers.Text;
using Tenure.Cli.Computer;
using Tenure.Cli.Flash.Ui;
using Tenure.Client;
using Tenure.Client.Accounts;
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

    /// <summary>Where a person types their proofs on the page; <c>null</c> on a command line.</summary>
    public PageProofs? Page { get; init; }

    /// <exception cref="CodeNeededException">A code was sent; begin again with it.</exception>
    public async Task<byte[]> AskTicketAsync(byte[] evidence, string manifest, bool erases, CancellationToken ct)
    {
        var deviceId = EvidenceCodec.ReadUnverified(evidence).Subject.ToString();
        restore = (await client.GetRestoresAsync(ct)).FirstOrDefault(known =>
                known.State == "open" && known.DeviceId == deviceId && known.Manifest == manifest && known.EraseUserData == erases && known.ComputerId == client.Computer?.Id && known.HasTickets)
            ?? await (Page is not null ? AskAsync(Page, deviceId, manifest, erases, ct)
                : Consent is null ? StartAsync(deviceId, manifest, erases, ct)
                : client.TakeConsentAsync(new TakeConsent(Consent, deviceId, manifest, erases), ct));
        return Base64Url.DecodeFromChars((await client.GetFlashTicketAsync(restore.Id, new DeviceEvidence(Base64Url.EncodeToString(evidence)), ct)).Ticket);
    }

    /// <returns>False where the server is away, and the receipt is kept for a later run.</returns>
    public async Task<bool> BringReceiptAsync(byte[] receipt, CancellationToken ct)
    {
        // First kept: whatever happens now, it is not lost.
        var kept = KeptReceipts.Keep(streams, restore!.Id, receipt);
        return await KeptReceipts.BringAsync(client, kept, ct);
    }

    // What does not do is asked for again: it is a person's typing, and no reason to open the device anew.
    private async Task<Restore> AskAsync(PageProofs page, string deviceId, string manifest, bool erases, CancellationToken ct)
    {
        string? transaction = null, problem = null;
        while (true)
        {
            var typed = await page.AskAsync(problem, transaction is not null, ct);
            try
            {
                switch (typed)
                {
                    case null:
                        transaction = (await client.SendProofCodeAsync(new SendProofCode(Purpose), ct)).Transaction;
                        problem = null;
                        break;
                    case { Consent.Length: > 0 }:
                        return await client.TakeConsentAsync(new TakeConsent(typed.Consent, deviceId, manifest, erases), ct);
                    default:
                        return await client.StartRestoreAsync(new StartRestore(deviceId, manifest, erases, typed.Password, typed.Code, transaction, Workshop), ct);
                }
            }
            catch (TenureProblemException no) when (no.Problem.Status is >= 400 and < 500 and not 401)
            {
                problem = no.Message;
            }
        }
    }

    private async Task<Restore> StartAsync(string deviceId, string manifest, bool erases, CancellationToken ct)
    {
        var (password, code, transaction) = await new AskedProofs(client, streams, output) { Code = Code, Transaction = Transaction, PasswordStdin = PasswordStdin }.BothAsync(Purpose, ct);
        return await client.StartRestoreAsync(new StartRestore(deviceId, manifest, erases, password, code, transaction, Workshop), ct);
    }
}
