using System.Security.Cryptography;
using Tenure.Protocols;
using Tenure.Protocols.Log;
using Tenure.Protocols.Signing;
using Tenure.Protocols.Tickets;

namespace Tenure.Server.Keys.Signing;

/// <summary>
/// Where tickets are signed: sees for itself that a device asked, that nothing else was given for the same evidence, and that no more is signed than should be; writes it down, and signs.
/// Knows of the server only what a request says. Safe for several threads.
/// </summary>
internal sealed class SigningDesk : IAsyncDisposable
{
    private readonly SignerKeys keys;
    private readonly SigningLimits limits;
    private readonly TimeProvider clock;
    private readonly SignerLog log;
    private readonly SigningLedger ledger;
    private readonly SigningCounts counts;
    private readonly AnsweredEvidence answered;
    private readonly Lock gate = new();
    private readonly HashSet<(SignerPurpose Purpose, string Action)> alarmed = [];

    private SigningDesk(SignerKeys keys, SigningLimits limits, TimeProvider clock, SignerLog log, SigningLedger ledger, SigningCounts counts, AnsweredEvidence answered) =>
        (this.keys, this.limits, this.clock, this.log, this.ledger, this.counts, this.answered) = (keys, limits, clock, log, ledger, counts, answered);

    /// <summary>Completed when the ledger can no longer be written: the desk is closed then, and another has to be opened.</summary>
    public Task<Exception> Failure => ledger.Failure;

    /// <summary>Lines in the ledger.</summary>
    public long Entries => ledger.Count;

    /// <summary>Opens a desk on the keys and the ledger of a folder; what was signed before counts on.</summary>
    /// <exception cref="KeyFileException">Another one uses the folder, or its ledger was changed.</exception>
    public static async Task<SigningDesk> OpenAsync(string folder, SigningLimits limits, TimeProvider clock, SignerLog log, CancellationToken ct)
    {
        var (counts, answered) = (new SigningCounts(limits), new AnsweredEvidence());
        var ledger = await SigningLedger.OpenAsync(
            folder,
            clock.GetUtcNow() - AnsweredEvidence.Memory,
            line =>
            {
                counts.Add(line.Purpose, line.Action, line.At);
                if (line.Subject is not null)
                {
                    answered.Add(line.Basis, line.At, new(line.ClaimsDigest, Answer: null));
                }
            },
            ct);
        return new SigningDesk(new SignerKeys(new KeyFolder(folder)), limits, clock, log, ledger, counts, answered);
    }

    /// <summary>Answers one request, whatever it is.</summary>
    public async Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> request) => SignerAnswerCodec.Encode(await DecideAsync(request));

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    private async Task<SignerAnswer> DecideAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return SignerRequestCodec.Decode(bytes) switch
            {
                TicketRequest request => await SignAsync(request),
                CheckpointRequest request => await SignAsync(request.Checkpoint),
                _ => Status(),
            };
        }
        catch (ProtocolException e)
        {
            log.RequestRefused(e.Code, e.Field);
            return SignerAnswer.Refuse(e.Code);
        }
    }

    private Task<SignerAnswer> SignAsync(TicketRequest request) => WithSignerAsync(request.Purpose, signer =>
    {
        var logGeneration = request.Consent is null ? 0 : keys.Get(SignerPurpose.Log).Certificate.Generation;
        TicketPolicy.Require(request, signer.Certificate.Issuer, keys.Roots, logGeneration, clock.GetUtcNow(), request.Consent?.Consent.By == ConsentPlace.Case ? keys.Agents : []);
        return AnswerOnceAsync(request, signer);
    });

    private Task<SignerAnswer> SignAsync(Checkpoint checkpoint) => WithSignerAsync(SignerPurpose.Log, signer =>
    {
        if (!string.Equals(checkpoint.Issuer, signer.Certificate.Issuer, StringComparison.Ordinal))
        {
            throw new ProtocolException(ProtocolErrorCode.WrongIssuer, "A checkpoint of another issuer.", "iss");
        }

        return AnswerAsync(checkpoint, signer);
    });

    private async Task<SignerAnswer> WithSignerAsync(SignerPurpose purpose, Func<LoadedSigner, Task<SignerAnswer>> sign)
    {
        try
        {
            return await sign(keys.Get(purpose));
        }
        catch (ProtocolException e)
        {
            log.Refused(purpose, e.Code, e.Field);
            return SignerAnswer.Refuse(e.Code);
        }
        catch (KeyFileException e)
        {
            log.NotReady(e.Message);
            return SignerAnswer.Refuse(ProtocolErrorCode.SignerNotReady);
        }
    }

    private Task<SignerAnswer> AnswerAsync(Checkpoint checkpoint, LoadedSigner signer)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            return Take(SignerPurpose.Log, LedgerLine.CheckpointAction, now) is { } refusal
                ? Task.FromResult(refusal)
                : WriteAndSignAsync(
                    new LedgerLine
                    {
                        Sequence = 0,
                        At = now,
                        Purpose = SignerPurpose.Log,
                        Generation = signer.Certificate.Generation,
                        Action = LedgerLine.CheckpointAction,
                        Number = checkpoint.Size,
                        Id = checkpoint.LogId,
                        Basis = checkpoint.RootHash,
                        ClaimsDigest = CheckpointCodec.ClaimsDigest(checkpoint),
                    },
                    signer,
                    key => CheckpointCodec.Sign(checkpoint, key, signer.CertificateBytes));
        }
    }

    // One piece of evidence, one ticket. Who asks again for the same gets the same.
    private Task<SignerAnswer> AnswerOnceAsync(TicketRequest request, LoadedSigner signer)
    {
        var claims = TicketCodec.ClaimsDigest(request.Ticket);
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (answered.Find(request.Ticket.EvidenceDigest, now) is { } given)
            {
                return !CryptographicOperations.FixedTimeEquals(given.Claims, claims)
                    ? throw new ProtocolException(ProtocolErrorCode.EvidenceAnswered, "Another ticket answers this evidence.", "evidence_digest")
                    : given.Answer ?? Task.FromResult(Sign(signer, key => Sign(request, key, signer)));
            }

            if (Take(request.Purpose, LedgerLine.ActionOf(request.Ticket), now) is { } refusal)
            {
                return Task.FromResult(refusal);
            }

            var line = new LedgerLine
            {
                Sequence = 0,
                At = now,
                Purpose = request.Purpose,
                Generation = signer.Certificate.Generation,
                Action = LedgerLine.ActionOf(request.Ticket),
                Subject = request.Ticket.Subject,
                Number = request.Ticket.Epoch,
                Id = request.Ticket.TicketId,
                Basis = request.Ticket.EvidenceDigest,
                ClaimsDigest = claims,
            };
            var answer = WriteAndSignAsync(line, signer, key => Sign(request, key, signer));
            answered.Add(request.Ticket.EvidenceDigest, now, new(claims, answer));
            return answer;
        }
    }

    // Counts one, or says that there were too many: once in the log, and not for each that is refused.
    private SignerAnswer? Take(SignerPurpose purpose, string action, DateTimeOffset now)
    {
        if (counts.WaitOf(purpose, action, now) is not { } wait)
        {
            alarmed.Remove((purpose, action));
            counts.Add(purpose, action, now);
            return null;
        }

        if (alarmed.Add((purpose, action)))
        {
            var limit = limits.Of(purpose);
            log.LimitReached(action, limit);
        }

        return SignerAnswer.Refuse(ProtocolErrorCode.SignerLimit, wait);
    }

    private async Task<SignerAnswer> WriteAndSignAsync(LedgerLine line, LoadedSigner signer, Func<ECDsa, byte[]> sign)
    {
        try
        {
            await ledger.AppendAsync(line);
        }
        catch (IOException e)
        {
            log.LedgerClosed(e);
            return SignerAnswer.Refuse(ProtocolErrorCode.LedgerClosed);
        }

        return Sign(signer, sign);
    }

    private static byte[] Sign(TicketRequest request, ECDsa key, LoadedSigner signer) => SignedTicketCodec.Encode(TicketCodec.Sign(request.Ticket, key), signer.CertificateBytes);

    // A platform key may be used by one thread at a time; importing one costs far less than a signature.
    private static SignerAnswer Sign(LoadedSigner signer, Func<ECDsa, byte[]> sign)
    {
        using var key = ECDsa.Create(signer.Key);
        return SignerAnswer.Of(sign(key));
    }

    private SignerAnswer Status() => SignerAnswer.Of(SignerStatusCodec.Encode(new SignerStatus([.. KeyNames.Signers.Where(purpose => KeyNames.IsNeeded(purpose) || keys.Has(purpose)).Select(ReadinessOf)], (uint)Math.Min(ledger.Count, uint.MaxValue), KnownAgents())));

    private IReadOnlyList<byte[]> KnownAgents()
    {
        try
        {
            return [.. keys.Agents.Where(a => a.WithdrawnAt is null).Select(a => AgentKey.MarkOf(a.Agent, a.Credential, a.PublicKey))];
        }
        catch (KeyFileException e)
        {
            log.NotReady(e.Message);
            return [];
        }
    }

    private SignerReadiness ReadinessOf(SignerPurpose purpose)
    {
        try
        {
            return new(purpose, keys.Get(purpose).CertificateBytes, Trouble: null);
        }
        catch (KeyFileException e)
        {
            return new(purpose, ReadOnlyMemory<byte>.Empty, e.Message);
        }
    }
}
