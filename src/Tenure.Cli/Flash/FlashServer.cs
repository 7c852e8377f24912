using System.Buffers.Text;
using Spectre.Console;
using Tenure.Cli.Computer;
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

    private readonly ComputerText text = ComputerText.Languages.OfTerminal;
    private Restore? restore;

    public string? Code { get; init; }

    public string? Transaction { get; init; }

    public bool PasswordStdin { get; init; }

    /// <exception cref="CodeNeededException">A code was sent; begin again with it.</exception>
    public async Task<byte[]> AskTicketAsync(byte[] evidence, string manifest, bool erases, CancellationToken ct)
    {
        var deviceId = EvidenceCodec.ReadUnverified(evidence).Subject.ToString();
        restore = (await client.GetRestoresAsync(ct)).FirstOrDefault(known => known.State == "open" && known.DeviceId == deviceId && known.Manifest == manifest && known.EraseUserData == erases)
            ?? await StartAsync(deviceId, manifest, erases, ct);
        return Base64Url.DecodeFromChars((await client.GetFlashTicketAsync(restore.Id, new DeviceEvidence(Base64Url.EncodeToString(evidence)), ct)).Ticket);
    }

    public Task BringReceiptAsync(byte[] receipt, CancellationToken ct) => client.SendFlashReceiptAsync(restore!.Id, new DeviceEvidence(Base64Url.EncodeToString(receipt)), ct);

    private async Task<Restore> StartAsync(string deviceId, string manifest, bool erases, CancellationToken ct)
    {
        var (code, transaction, isAsked) = (Code ?? streams.Environment("TENURE_CODE"), Transaction, streams.IsTerminal && !output.IsJson);
        if (string.IsNullOrEmpty(code))
        {
            transaction = (await client.SendProofCodeAsync(new SendProofCode(Purpose), ct)).Transaction;
            code = isAsked ? Ask(text.AskCode, isSecret: false) : throw new CodeNeededException(CommandOutput.Format(text.CodeSent, transaction), transaction);
        }

        var password = PasswordStdin ? await streams.In.ReadLineAsync(ct) : streams.Environment("TENURE_PASSWORD");
        password ??= isAsked ? Ask(text.AskPassword, isSecret: true) : "";
        return await client.StartRestoreAsync(new StartRestore(deviceId, manifest, erases, password, code, transaction), ct);
    }

    private string Ask(string question, bool isSecret)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question)).AllowEmpty();
        return output.Console.Prompt(isSecret ? prompt.Secret() : prompt);
    }
}
