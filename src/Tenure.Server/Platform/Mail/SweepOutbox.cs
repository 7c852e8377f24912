using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tenure.Server.Data;
using Tenure.Server.Platform.Sweeps;

namespace Tenure.Server.Platform.Mail;

/// <summary>Removes messages that were sent or given up, after a while, and those that nobody took in all that time: they hold addresses, numbers and codes.</summary>
internal sealed class SweepOutbox(IServiceScopeFactory scopes, IOptions<MailOptions> options, TimeProvider clock, SweepLog sweepLog, MailLog log)
    : Sweep(scopes, clock, sweepLog)
{
    protected override async Task RemoveAsync(TenureDb db, DateTimeOffset now, CancellationToken ct)
    {
        // Where no sender runs any more, because the gateway was taken out of the settings, codes would stay.
        await db.Outbox.Where(m => m.SentAt == null && m.GivenUpAt == null && m.UsefulUntil < now)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.GivenUpAt, now).SetProperty(x => x.Text, "").SetProperty(x => x.Version, x => x.Version + 1), ct);
        var sentBefore = now - options.Value.KeepSent;
        await db.Outbox.Where(m => m.SentAt < sentBefore || m.GivenUpAt < sentBefore).ExecuteDeleteAsync(ct);
        var promisedBefore = now - options.Value.GiveUpAfter;
        if (await db.Outbox.Where(m => m.SentAt == null && m.GivenUpAt == null && m.CreatedAt < promisedBefore).ExecuteDeleteAsync(ct) is var lost and > 0)
        {
            log.MessagesGivenUp(lost);
        }
    }
}
