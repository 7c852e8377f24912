using Tenure.Domain;
using Tenure.Domain.Operators;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Keys.Contracts;

/// <summary>Has tickets and checkpoints signed. This process has no signer's private key: it asks whoever is at the other end of the line. Safe for several threads.</summary>
internal sealed class TicketSigner(ISignerLine line, IssuerUrl issuer, DevelopmentKeys development, KeyLog log)
{
    /// <summary>The issuer as tickets and certificates spell it.</summary>
    public string Issuer => issuer.Value.AbsoluteUri;

    /// <summary>The ticket and its signer's certificate as one piece, as devices take it; or <c>signer_unavailable</c>, <c>signer_limit</c>, <c>signer_refused</c>, <c>signer_votes</c>, <c>evidence_answered</c>.</summary>
    /// <param name="request">The ticket, and the evidence that it answers.</param>
    /// <param name="ct">Ends the wait.</param>
    public Task<Answer<byte[]>> SignAsync(TicketRequest request, CancellationToken ct) => AskAsync(request, ct);

    /// <summary>The checkpoint and its signer's certificate as one piece; or <c>signer_unavailable</c>, <c>signer_limit</c>, <c>signer_refused</c>.</summary>
    public Task<Answer<byte[]>> SignAsync(Checkpoint checkpoint, CancellationToken ct) => AskAsync(new CheckpointRequest(checkpoint), ct);

    /// <summary>Whether there is a signer of a purpose, at once.</summary>
    public async Task<bool> IsReadyAsync(SignerPurpose purpose, CancellationToken ct) => await FindGenerationAsync(purpose, ct) is not null;

    /// <summary>The generation of the signer of a purpose that signs now; <c>null</c> when there is none.</summary>
    public async Task<uint?> FindGenerationAsync(SignerPurpose purpose, CancellationToken ct) =>
        (await FindStatusAsync(ct))?.Signers.FirstOrDefault(signer => signer.Purpose == purpose && signer.Trouble is null) is { } found ? SignerCertificateCodec.ReadUnverified(found.Certificate).Generation : null;

    /// <summary>Refuses where the signer takes no votes of an agent's passkey, or does not answer.</summary>
    /// <param name="agent">The operator's name.</param>
    /// <param name="passkey">The credential id.</param>
    /// <param name="publicKey">COSE_Key.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<Refusal?> RefuseVotesAsync(string agent, byte[] passkey, byte[] publicKey, CancellationToken ct) =>
        await FindStatusAsync(ct) is not { } status ? SigningRefusals.Unavailable
        : AgentKey.MarkOf(agent, passkey, publicKey) is var mark && status.Agents.Any(known => known.AsSpan().SequenceEqual(mark)) ? null
        : OperatorRefusals.PasskeyNotAtSigner;

    /// <summary>How the signers stand; <c>null</c> when nobody says.</summary>
    public async Task<SignerStatus?> FindStatusAsync(CancellationToken ct)
    {
        development.Certify(Issuer);
        try
        {
            return await GetStatusAsync(ct);
        }
        catch (Exception e) when (e is IOException or ProtocolException)
        {
            log.SignerUnreachable(e.Message);
            return null;
        }
    }

    /// <summary>How the signers stand.</summary>
    /// <exception cref="IOException">Nobody says.</exception>
    public async Task<SignerStatus> GetStatusAsync(CancellationToken ct) => SignerStatusCodec.Decode((await ExchangeAsync(new StatusRequest(), ct)).Content);

    private async Task<Answer<byte[]>> AskAsync(SignerRequest request, CancellationToken ct)
    {
        // In development the address is known only once the server listens, and the roots are at hand.
        development.Certify(Issuer);
        try
        {
            var answer = await ExchangeAsync(request, ct);
            return answer.Refusal is { } code ? RefusalOf(code, answer.RetryAfter) : answer.Content.ToArray();
        }
        catch (IOException e)
        {
            log.SignerUnreachable(e.Message);
            return SigningRefusals.Unavailable;
        }
    }

    private async Task<SignerAnswer> ExchangeAsync(SignerRequest request, CancellationToken ct)
    {
        var bytes = await line.ExchangeAsync(SignerRequestCodec.Encode(request), ct);
        try
        {
            return SignerAnswerCodec.Decode(bytes);
        }
        catch (ProtocolException e)
        {
            throw new IOException("What answers on the signer's socket is no signer.", e);
        }
    }

    private Refusal RefusalOf(ProtocolErrorCode code, TimeSpan? retryAfter)
    {
        log.SignerSaidNo(code);
        return code switch
        {
            ProtocolErrorCode.EvidenceAnswered => SigningRefusals.EvidenceAnswered,
            ProtocolErrorCode.GenerationTooLow => SigningRefusals.Replaced,
            ProtocolErrorCode.SignerLimit => SigningRefusals.Limit(retryAfter ?? TimeSpan.FromHours(1)),
            ProtocolErrorCode.VotesMissing or ProtocolErrorCode.AgentUnknown or ProtocolErrorCode.VoteWrong => SigningRefusals.Votes,
            ProtocolErrorCode.SignerNotReady or ProtocolErrorCode.LedgerClosed => SigningRefusals.Unavailable,
            _ => SigningRefusals.Refused,
        };
    }
}
