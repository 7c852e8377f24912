using Tenure.Domain.Cases;
using Tenure.Protocols.Signing;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Cases;

/// <summary>Brings one case on as far as the clock does. What is granted is given in the same unit of work.</summary>
internal sealed class TickCase(CaseChange change, CaseWorld world, CaseDevices devices, AnnounceCase announce, CaseMails mails, Outbox outbox, CasesLog log, TimeProvider clock)
{
    public async Task ExecuteAsync(CaseId id, CancellationToken ct)
    {
        // From one state to the next, each a unit of work of its own.
        while (await StepAsync(id, ct) is not null)
        {
        }
    }

    /// <summary>Tells everybody once more of a case that is announced anew.</summary>
    /// <returns>Whether the case is still there.</returns>
    public async Task<bool> AnnounceAsync(CaseId id, CancellationToken ct) => await change.ExecuteAsync(
        id,
        async one =>
        {
            await announce.ExecuteAsync(one, ct);
            return null;
        },
        ct) is null;

    private async Task<CaseStep?> StepAsync(CaseId id, CancellationToken ct)
    {
        CaseStep? step = null;
        var refusal = await change.ExecuteAsync(
            id,
            async one =>
            {
                step = one.Tick(await world.LookAsync(one, ct), clock.GetUtcNow());
                if (step is not { } taken)
                {
                    return null;
                }

                log.Moved(one.Id, taken, one.State);
                if (one is { Contact.Length: > 0, ContactProvenAt: not null } && taken != CaseStep.FallDue)
                {
                    outbox.Enqueue(mails.Moved(one).To(one.Contact));
                }

                if (taken is CaseStep.Grant or CaseStep.Offer)
                {
                    await announce.GrantedAsync(one, ct);
                }

                return (taken, one.DeviceId) switch
                {
                    (CaseStep.Grant, { } device) => await devices.GrantReleaseAsync(device, one.Epoch!.Value, one.AnnouncedAt!.Value, VotesOf(one), ct),
                    (CaseStep.EndLoss, { } device) => await devices.EndLossAsync(device, one.Epoch!.Value, ct),
                    _ => null,
                };
            },
            ct);
        return refusal is null ? step : null;
    }

    private static byte[]? VotesOf(Case one) => one.SignedVotes() is [var first, var second, ..]
        ? SignedVotesCodec.Encode(new SignedVotes(one.Number, (uint)one.Round, [SignedVotesCodec.DecodeVote(first), SignedVotesCodec.DecodeVote(second)]))
        : null;
}
