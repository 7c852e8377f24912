using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.Operators;
using Tenure.Protocols.Signing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Cases as agents work on them. Who is an agent, asks for the step-up and writes down each read is the caller's business.</summary>
internal sealed class CaseDesk(TenureDb db, CaseChange change, CaseWorld world, AnnounceCase announce, AccountDirectory accounts, CaseDevices devices, CaseDocuments documents, DeviceLogBook deviceLog, Platform.Mail.Outbox outbox, CaseMails mails, CasesLog log, TimeProvider clock)
{
    /// <summary>How many cases a queue shows.</summary>
    public const int Most = 100;

    /// <summary>How long one who was drawn has.</summary>
    public static readonly TimeSpan LookTime = CaseRules.LookTime;

    private static readonly CaseFlags[] WithLostDevice = [.. Enumerable.Range(0, 128).Select(flags => (CaseFlags)flags).Where(flags => flags.HasFlag(CaseFlags.DeviceLost))];
    private static readonly TimeSpan Counted = TimeSpan.FromDays(90);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    // What tells an agent of a phone's life, and nothing of the comings and goings of its holder.
    private static readonly string[] ShownEvents =
    [
        DeviceEvents.Enrolled, DeviceEvents.Activated, DeviceEvents.Released, DeviceEvents.MarkedLost, DeviceEvents.Found, DeviceEvents.DataErased, DeviceEvents.WentBack, DeviceEvents.TransferConfirmed, DeviceEvents.TransferObjected,
        DeviceEvents.CaseAnnounced,
    ];

    /// <summary>The cases that somebody was drawn for: the one that is taken away first is the first.</summary>
    public Task<List<CaseInQueue>> QueueAsync(OperatorId agent, CancellationToken ct) => Rows(db.Cases.Where(c => c.Agent == agent).OrderBy(c => c.DrawnAt)).ToListAsync(ct);

    /// <summary>Cases that nobody looks at, and those that somebody was drawn for too long ago, where one of these people is left who may: nothing that waits for somebody who is not there keeps back what is younger.</summary>
    public Task<List<CaseInQueue>> UndrawnAsync(IReadOnlyCollection<(OperatorId Id, bool IsSenior)> agents, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var (late, heard) = (now - CaseRules.LookTime, now - CaseRules.HearingTime);
        List<OperatorId> all = [.. agents.Select(a => a.Id)], seniors = [.. agents.Where(a => a.IsSenior).Select(a => a.Id)];
        return Rows(db.Cases.Where(c =>
            (c.State == CaseState.Submitted || c.State == CaseState.SecondLook || c.State == CaseState.ThirdLook || (c.State == CaseState.Disputed && c.DisputedAt <= heard))
            && (c.Agent == null || c.DrawnAt <= late)
            && (c.IsForLost || WithLostDevice.Contains(c.Flags) || c.State == CaseState.ThirdLook || c.State == CaseState.Disputed
                ? c.Acts.Count(a => seniors.Contains(a.Agent)) + c.Draws.Count(d => seniors.Contains(d.Agent) && (d.LapsedAt != null || d.Agent == c.Agent)) < seniors.Count
                : c.Acts.Count(a => all.Contains(a.Agent)) + c.Draws.Count(d => all.Contains(d.Agent) && (d.LapsedAt != null || d.Agent == c.Agent)) < all.Count)).OrderBy(c => c.SubmittedAt)).ToListAsync(ct);
    }

    /// <summary>
    /// Draws one of these by lot for a case, who may look at it and did not let it lie; nobody where none may, or another node was first. Once drawn it is drawn: where a case about the same was taken back, or ended by too much
    /// time, its agents are drawn in the same order, so that nobody hands in again until the lot is the one they want.
    /// </summary>
    /// <param name="id">The case.</param>
    /// <param name="agents">Who may be drawn at all.</param>
    /// <param name="lapsed">Writes down who had let it lie, in the same unit of work.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>Whether the case is still there.</returns>
    public async Task<bool> DrawAsync(CaseId id, IReadOnlyCollection<(OperatorId Id, bool IsSenior)> agents, Func<OperatorId, Task> lapsed, CancellationToken ct) => await change.ExecuteAsync(
        id,
        async one =>
        {
            var now = clock.GetUtcNow();
            OperatorId[] may = [.. agents.Where(a => one.MayLook(a.Id, a.IsSenior) is null && a.Id != one.Agent).Select(a => a.Id)];
            if (may.Length == 0 || !one.NeedsDraw(now))
            {
                return null;
            }

            var again = (await DrawnBeforeAsync(one, ct)).Find(agent => may.Contains(agent));
            if (one.Draw(may.Contains(again) ? again : may[RandomNumberGenerator.GetInt32(may.Length)], now) is { } late)
            {
                await lapsed(late);
            }

            return null;
        },
        ct) is null;

    /// <summary>How many there are, as they were counted last.</summary>
    public async Task<CaseCounts> CountAsync(CancellationToken ct)
    {
        if (!await db.CaseFigures.AnyAsync(ct))
        {
            // Only before the first round of a new server.
            await CountCases.CountAsync(db, clock.GetUtcNow(), ct);
        }

        var f = await db.CaseFigures.AsNoTracking().SingleAsync(ct);
        return new CaseCounts(f.At, f.Submitted, f.SecondLook, f.ThirdLook, f.Waiting, f.Disputed, f.OldestAt, f.LateAt, f.MedianAt, f.Granted, f.Refused, f.Reversed, f.Decoys, f.DecoysMissed);
    }

    /// <summary>What one agent decided in 90 days, and how much of what they were for the holder ended since.</summary>
    public async Task<(int Decided, int Reversed)> OwnAsync(OperatorId agent, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Counted;
        var own = from one in db.Cases.AsNoTracking()
                  from act in one.Acts
                  where act.Agent == agent && act.At > since
                  select new { act.Kind, one.State, one.Reason };
        var acts = await own.ToListAsync(ct);
        return (acts.Count(a => a.Kind is CaseActKind.Approved or CaseActKind.Rejected),
            acts.Count(a => a.Kind == CaseActKind.Approved && (a.State == CaseState.Contested || a is { State: CaseState.Refused, Reason: CaseReason.HolderObjected })));
    }

    /// <summary>How one agent voted since a moment (UTC): whoever watches agents asks.</summary>
    public async Task<IReadOnlyList<CaseVote>> VotesAsync(OperatorId agent, DateTimeOffset since, CancellationToken ct) => await (
        from one in db.Cases.AsNoTracking()
        from act in one.Acts
        where act.Agent == agent && act.At > since && (act.Kind == CaseActKind.Approved || act.Kind == CaseActKind.Rejected)
        select new CaseVote(one.Id, act.Kind == CaseActKind.Approved, act.At)).ToListAsync(ct);

    /// <summary>The case that somebody was drawn for; refuses with <c>case_unknown</c> for everybody else.</summary>
    public async Task<Answer<CaseOnDesk>> LookAsync(OperatorId agent, string number, CancellationToken ct)
    {
        _ = CaseNumber.Read(number, out var read);
        if (await db.Cases.FirstOrDefaultAsync(c => c.Number == read && c.Agent == agent, ct) is not { } one)
        {
            return CaseRefusals.Unknown;
        }

        var checks = await world.LookAsync(one, ct);
        var score = await world.ScoreAsync(one, ct);
        var device = await devices.FindAsync(one.DeviceId ?? new DeviceId(""), ct);
        var messages = await db.CaseMessages.AsNoTracking().Where(m => m.CaseId == one.Id).OrderBy(m => m.Number).ToListAsync(ct);
        var papers = await documents.ListAsync(one, ct);
        var history = await HistoryAsync(one, ct);
        var similar = await SimilarAsync(one, ct);
        var decoy = await world.DecoyAsync(one, ct);
        return new CaseOnDesk(
            one.Id, CaseNumber.Grouped(one.Number), one.Kind, CaseNames.Shown(one.State), one.OpenedAt, one.SubmittedAt, checks.IsHeld, await accounts.FindMaskedNameAsync(checks.IsHeld ? one.AccountId ?? default : default, ct) ?? decoy?.Holder,
            decoy?.Model ?? device?.Model, score, one.Flags | checks.Flags, one.IsForLost, await world.DecidedAsync(one, ct), [.. messages.Select(m => new CaseLine(m.At, m.ByPerson, m.Template, m.Text))],
            papers, decoy is null ? history : DeviceMoment.Read(decoy.History), similar, DigestOf(one, device, RestOf(one, score, messages, papers)));
    }

    /// <summary>One page of a document, for who was drawn for its case; refuses with <c>case_unknown</c>, <c>not_found</c> and <c>documents_sealed</c>.</summary>
    public async Task<Answer<byte[]>> PageAsync(OperatorId agent, string number, int document, int page, CancellationToken ct)
    {
        _ = CaseNumber.Read(number, out var read);
        return await db.Cases.AsNoTracking().FirstOrDefaultAsync(c => c.Number == read && c.Agent == agent, ct) is { } one ? await documents.PageAsync(one, document, page, ct) : CaseRefusals.Unknown;
    }

    /// <summary>Decides, for what the agent saw: a case that changed since is looked at again. Where it is announced, everybody is told in the same unit of work.</summary>
    /// <param name="agent">Who was drawn.</param>
    /// <param name="isSenior">Whether a senior.</param>
    /// <param name="number">The case.</param>
    /// <param name="digest">As <see cref="CaseOnDesk.Digest"/>.</param>
    /// <param name="approves">For it or against it.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="write">Writes what belongs to the decision, in the same unit of work; called again when another request was first.</param>
    /// <param name="signed">What the agent signed: a device is let go with two of them alone.</param>
    public Task<Refusal?> DecideAsync(
        OperatorId agent, bool isSenior, string number, byte[] digest, bool approves, CaseReason reason, CancellationToken ct, Func<Task>? write = null, AgentSignature? signed = null) => ActAsync(agent, number, digest, write, async (one, score, rest) =>
    {
        var (before, announced) = (one.State, one.AnnouncedAt);
        var checks = await world.LookAsync(one, ct);
        // Of two agents at once who let two cases about one thing be announced, one is first.
        await (one.DeviceId is { } device ? devices.HoldAsync(device, ct) : accounts.HoldAsync(one.AccountId ?? default, ct));
        if (approves && await IsAnnouncedOtherwiseAsync(one, ct))
        {
            return CaseRefusals.Open;
        }

        if (approves && one.AnnouncedAt is null && await world.DecidedAsync(one, ct) >= CaseRules.MostInAYear)
        {
            return CaseRefusals.Limited;
        }

        if (one.Decide(agent, isSenior, approves, reason, score, checks, digest, clock.GetUtcNow(), await LatestAsync(ct), approves && one.Kind == CaseKind.Release ? signed?.ToVote(rest) : null) is { } refusal)
        {
            return refusal;
        }

        if (one.State == CaseState.Announced && await world.DecoyAsync(one, ct) is not null && one.Withdraw(clock.GetUtcNow()) is { } stuck)
        {
            return stuck;
        }

        if (one.Flags.HasFlag(CaseFlags.ClockInDoubt))
        {
            log.ClockInDoubt(one.Id);
        }

        if (one.State == CaseState.Announced && one.AnnouncedAt != announced)
        {
            await announce.ExecuteAsync(one, ct);
        }

        if (one is { State: CaseState.Announced or CaseState.Refused, Contact.Length: > 0 } && one.State != CaseNames.Shown(before))
        {
            outbox.Enqueue(mails.Moved(one).To(one.Contact));
        }

        log.Moved(one.Id, CaseStep.FirstVote, one.State);
        return null;
    }, ct);

    /// <summary>Whether a case that somebody was drawn for asks for a device: the signer must know their passkey then.</summary>
    public async Task<bool> IsReleaseAsync(OperatorId agent, string number, CancellationToken ct)
    {
        _ = CaseNumber.Read(number, out var read);
        return await db.Cases.AnyAsync(c => c.Number == read && c.Agent == agent && c.Kind == CaseKind.Release, ct);
    }

    /// <summary>Asks the person for more.</summary>
    /// <inheritdoc cref="DecideAsync"/>
    public Task<Refusal?> AskMoreAsync(OperatorId agent, bool isSenior, string number, byte[] digest, CaseReason reason, CancellationToken ct, Func<Task>? write = null) => ActAsync(agent, number, digest, write, async (one, _, _) =>
    {
        var now = clock.GetUtcNow();
        if (one.AskMore(agent, isSenior, reason, now) is { } refusal)
        {
            return refusal;
        }

        var last = await db.CaseMessages.Where(m => m.CaseId == one.Id).MaxAsync(m => (int?)m.Number, ct) ?? 0;
        db.CaseMessages.Add(new CaseMessageRow(one.Id, last + 1, ByPerson: false, now, reason, Text: null));
        if (one.Contact.Length > 0)
        {
            outbox.Enqueue(mails.Moved(one).To(one.Contact));
        }

        log.Moved(one.Id, CaseStep.AskMore, one.State);
        return null;
    }, ct);

    private async Task<Refusal?> ActAsync(OperatorId agent, string number, byte[] digest, Func<Task>? write, Func<Case, CaseScore, byte[], Task<Refusal?>> act, CancellationToken ct)
    {
        _ = CaseNumber.Read(number, out var read);
        if (await db.Cases.AsNoTracking().Where(c => c.Number == read && c.Agent == agent).Select(c => (CaseId?)c.Id).FirstOrDefaultAsync(ct) is not { } id)
        {
            return CaseRefusals.Unknown;
        }

        return await change.ExecuteAsync(
            id,
            async one =>
            {
                var score = await world.ScoreAsync(one, ct);
                var messages = await db.CaseMessages.AsNoTracking().Where(m => m.CaseId == one.Id).OrderBy(m => m.Number).ToListAsync(ct);
                var rest = RestOf(one, score, messages, await documents.ListAsync(one, ct));
                var refusal = DigestOf(one, await devices.FindAsync(one.DeviceId ?? new DeviceId(""), ct), rest).AsSpan().SequenceEqual(digest) ? await act(one, score, rest) : CaseRefusals.Changed;
                if (refusal is null && write is not null)
                {
                    await write();
                }

                return refusal;
            },
            ct);
    }

    private async Task<IReadOnlyList<DeviceMoment>> HistoryAsync(Case one, CancellationToken ct) =>
        [.. (await deviceLog.HistoryAsync(one.DeviceId ?? new DeviceId(""), ShownEvents, DeviceMoment.Most, ct)).Select(e => new DeviceMoment(e.Event, e.At))];

    // Handed in within a year, of the same account, device, proven address or network; the latest first.
    private async Task<IReadOnlyList<SimilarCase>> SimilarAsync(Case one, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Year;
        var others = db.Cases.AsNoTracking().Where(c => c.Id != one.Id && c.SubmittedAt > since);
        var (device, account, contact, network) = (one.DeviceId ?? new DeviceId(""), one.AccountId ?? default, one.Contact.Length > 0 ? one.Contact : "-", one.Network ?? "-");
        // Each by an index of its own: a database that is asked for all at once reads everything. The same look-ups where there is nothing to find.
        List<Shared> found =
        [
            .. await LatestAsync(others.Where(c => c.Subject == one.Subject)),
            .. await LatestAsync(others.Where(c => c.DeviceId == device)),
            .. await LatestAsync(others.Where(c => c.AccountId == account)),
            .. await LatestAsync(others.Where(c => c.Contact == contact)),
            .. await LatestAsync(others.Where(c => c.Network == network)),
        ];
        return
        [
            .. found.DistinctBy(c => c.Id).OrderByDescending(c => c.SubmittedAt).Take(SimilarCase.Most).Select(c => new SimilarCase(
                CaseNumber.Grouped(c.Number), c.Kind, CaseNames.Shown(c.State), c.SubmittedAt,
                c.Subject.AsSpan().SequenceEqual(one.Subject) || c.DeviceId == device || c.AccountId == account, c.Contact == contact, c.Network == network)),
        ];

        Task<List<Shared>> LatestAsync(IQueryable<Case> some) => some.OrderByDescending(c => c.SubmittedAt).Take(SimilarCase.Most)
            .Select(c => new Shared(c.Id, c.Number, c.Kind, c.State, c.SubmittedAt!.Value, c.Subject, c.DeviceId, c.AccountId, c.Contact, c.Network)).ToListAsync(ct);
    }

    // One device, or account, is asked for once at a time, however it was named.
    private Task<bool> IsAnnouncedOtherwiseAsync(Case one, CancellationToken ct) =>
        CaseWorld.Same(db.Cases, one).AnyAsync(c => c.State == CaseState.Announced || c.State == CaseState.Due || c.State == CaseState.Disputed || c.State == CaseState.Offered, ct);

    // Of cases about the same that nobody decided, within a year: the first who was drawn is the first.
    private async Task<List<OperatorId>> DrawnBeforeAsync(Case one, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(365);
        return await db.Cases.AsNoTracking()
            .Where(c => c.Id != one.Id && (c.Subject == one.Subject || (one.DeviceId != null && c.DeviceId == one.DeviceId) || (one.DeviceId == null && one.AccountId != null && c.DeviceId == null && c.AccountId == one.AccountId))
                && c.SubmittedAt > since && (c.State == CaseState.Withdrawn || c.State == CaseState.Expired))
            .SelectMany(c => c.Draws).Where(d => d.LapsedAt == null).OrderBy(d => d.At).Select(d => d.Agent).ToListAsync(ct);
    }

    // A node whose clock was set back must not make a wait end early: what any case has seen counts.
    private async Task<DateTimeOffset> LatestAsync(CancellationToken ct)
    {
        var (now, seen) = (clock.GetUtcNow(), await db.Cases.MaxAsync(c => (DateTimeOffset?)c.LatestAt, ct));
        return seen > now ? seen.Value : now;
    }

    // What a signer sees of it: a vote for one device and holding is none for another.
    private static byte[] DigestOf(Case one, Device? device, byte[] rest) => CaseDigest.Of(
        one.Number, one.Kind.ToString(), one.DeviceId?.Value ?? "", one.Epoch, device?.HoldingId?.Value.ToByteArray(bigEndian: true), (uint)one.Round, rest);

    private static byte[] RestOf(Case one, CaseScore score, IReadOnlyList<CaseMessageRow> messages, IReadOnlyList<DocumentOnDesk> papers) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        [
            one.AccountId?.ToString() ?? "",
            .. score.Parts.Select(p => $"{p.Fact} {p.Points.ToString(CultureInfo.InvariantCulture)}"),
            .. messages.Select(m => $"{m.Number.ToString(CultureInfo.InvariantCulture)} {m.Template} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(m.Text ?? "")))}"),
            .. papers.Select(p => $"{p.Number.ToString(CultureInfo.InvariantCulture)} {p.Kind} {p.State} {Convert.ToHexStringLower(p.ContentMac ?? [])} {Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes<string?[]>([p.Words?.DateText, p.Words?.Shop, p.Words?.Serial, p.Words?.Payer])))}"),
        ])));

    private static IQueryable<CaseInQueue> Rows(IQueryable<Case> cases) => cases.AsNoTracking().Take(Most)
        .Select(c => new CaseInQueue(
            c.Id, c.Number, c.Kind, c.State, c.SubmittedAt, c.Agent, c.DrawnAt, c.IsForLost || c.State == CaseState.ThirdLook || c.State == CaseState.Disputed, c.EndsAt, c.DisputedAt));

    private sealed record Shared(CaseId Id, string Number, CaseKind Kind, CaseState State, DateTimeOffset SubmittedAt, byte[] Subject, DeviceId? DeviceId, AccountId? AccountId, string Contact, string? Network);
}
