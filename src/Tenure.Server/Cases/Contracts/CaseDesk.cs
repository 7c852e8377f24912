using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Cases as agents work on them. Who is an agent, asks for the step-up and writes down each read is the caller's business.</summary>
internal sealed class CaseDesk(TenureDb db, CaseChange change, CaseWorld world, AnnounceCase announce, AccountDirectory accounts, CaseDevices devices, CaseDocuments documents, Platform.Mail.Outbox outbox, CasesLog log, TimeProvider clock)
{
    /// <summary>How many cases a queue shows.</summary>
    public const int Most = 100;

    /// <summary>How long one who was drawn has.</summary>
    public static readonly TimeSpan LookTime = TimeSpan.FromDays(2);

    private static readonly TimeSpan Counted = TimeSpan.FromDays(90);

    /// <summary>The cases that somebody was drawn for, the oldest first.</summary>
    public Task<List<CaseInQueue>> QueueAsync(OperatorId agent, CancellationToken ct) => Rows(db.Cases.Where(c => c.Agent == agent)).ToListAsync(ct);

    /// <summary>Cases that nobody looks at, and those that somebody was drawn for too long ago.</summary>
    public Task<List<CaseInQueue>> UndrawnAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - LookTime;
        return Rows(db.Cases.Where(c =>
            (c.State == CaseState.Submitted || c.State == CaseState.SecondLook || c.State == CaseState.ThirdLook || c.State == CaseState.Disputed) && (c.Agent == null || c.DrawnAt < before))).ToListAsync(ct);
    }

    /// <summary>Draws one of these by lot for a case, who may look at it; nobody where none may.</summary>
    /// <returns>Whether the case is still there.</returns>
    public async Task<bool> DrawAsync(CaseId id, IReadOnlyCollection<(OperatorId Id, bool IsSenior)> agents, CancellationToken ct) => await change.ExecuteAsync(
        id,
        one =>
        {
            OperatorId[] may = [.. agents.Where(a => one.MayLook(a.Id, a.IsSenior) is null && a.Id != one.Agent).Select(a => a.Id)];
            if (may.Length > 0)
            {
                one.Draw(may[RandomNumberGenerator.GetInt32(may.Length)], clock.GetUtcNow());
            }

            return Task.FromResult<Refusal?>(null);
        },
        ct) is null;

    /// <summary>How many there are.</summary>
    public async Task<CaseCounts> CountAsync(CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Counted;
        var open = db.Cases.Where(c => c.State == CaseState.Submitted || c.State == CaseState.SecondLook || c.State == CaseState.ThirdLook);
        return new CaseCounts(
            await open.CountAsync(ct),
            await db.Cases.CountAsync(c => c.State == CaseState.Announced || c.State == CaseState.Due || c.State == CaseState.Offered, ct),
            await db.Cases.CountAsync(c => c.State == CaseState.Disputed, ct),
            await open.MinAsync(c => c.SubmittedAt, ct),
            await db.Cases.CountAsync(c => c.State == CaseState.Granted && c.ClosedAt > since, ct),
            await db.Cases.CountAsync(c => c.State == CaseState.Refused && c.ClosedAt > since, ct),
            await db.Cases.CountAsync(c => (c.State == CaseState.Contested || (c.State == CaseState.Refused && c.Reason == CaseReason.HolderObjected)) && c.ClosedAt > since, ct));
    }

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
        var device = one.DeviceId is { } id ? await devices.FindAsync(id, ct) : null;
        var messages = await db.CaseMessages.AsNoTracking().Where(m => m.CaseId == one.Id).OrderBy(m => m.Number).ToListAsync(ct);
        var papers = await documents.ListAsync(one, ct);
        return new CaseOnDesk(
            CaseNumber.Grouped(one.Number), one.Kind, CaseNames.Shown(one.State), one.OpenedAt, one.SubmittedAt, checks.IsHeld, one.AccountId is { } holder && checks.IsHeld ? (await accounts.GetAsync(holder, ct)).MaskedName : null,
            device?.Model, device?.Id.Value, score, one.Flags | checks.Flags, one.IsForLost, await world.BeforeAsync(one, ct), [.. messages.Select(m => new CaseLine(m.At, m.ByPerson, m.Template, m.Text))],
            papers, DigestOf(one, score, messages, papers));
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
    public Task<Refusal?> DecideAsync(OperatorId agent, bool isSenior, string number, byte[] digest, bool approves, CaseReason reason, CancellationToken ct) => ActAsync(agent, number, digest, async (one, score) =>
    {
        var (before, announced) = (one.State, one.AnnouncedAt);
        var checks = await world.LookAsync(one, ct);
        if (approves && await IsAnnouncedOtherwiseAsync(one, ct))
        {
            return CaseRefusals.Open;
        }

        var now = await LatestAsync(ct);
        if (one.Decide(agent, isSenior, approves, reason, score, checks, digest, now) is { } refusal)
        {
            return refusal;
        }

        if (one.State == CaseState.Announced && one.AnnouncedAt != announced)
        {
            await announce.ExecuteAsync(one, ct);
        }

        if (one.State != CaseNames.Shown(before) && one.State is CaseState.Announced or CaseState.Refused)
        {
            outbox.Enqueue(CaseMails.Moved(one).To(one.Contact));
        }

        log.Moved(one.Id, CaseStep.FirstVote, one.State);
        return null;
    }, ct);

    /// <summary>Asks the person for more.</summary>
    public Task<Refusal?> AskMoreAsync(OperatorId agent, bool isSenior, string number, byte[] digest, CaseReason reason, CancellationToken ct) => ActAsync(agent, number, digest, async (one, _) =>
    {
        var now = clock.GetUtcNow();
        if (one.AskMore(agent, isSenior, reason, now) is { } refusal)
        {
            return refusal;
        }

        var last = await db.CaseMessages.Where(m => m.CaseId == one.Id).MaxAsync(m => (int?)m.Number, ct) ?? 0;
        db.CaseMessages.Add(new CaseMessageRow(one.Id, last + 1, ByPerson: false, now, reason, Text: null));
        outbox.Enqueue(CaseMails.Moved(one).To(one.Contact));
        log.Moved(one.Id, CaseStep.AskMore, one.State);
        return null;
    }, ct);

    private async Task<Refusal?> ActAsync(OperatorId agent, string number, byte[] digest, Func<Case, CaseScore, Task<Refusal?>> act, CancellationToken ct)
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
                return DigestOf(one, score, messages, await documents.ListAsync(one, ct)).AsSpan().SequenceEqual(digest) ? await act(one, score) : CaseRefusals.Changed;
            },
            ct);
    }

    // One device, or account, is asked for once at a time, however it was named.
    private async Task<bool> IsAnnouncedOtherwiseAsync(Case one, CancellationToken ct)
    {
        var others = db.Cases.Where(c => c.Id != one.Id && (c.State == CaseState.Announced || c.State == CaseState.Due || c.State == CaseState.Disputed || c.State == CaseState.Offered));
        return (one.DeviceId, one.AccountId) switch
        {
            ({ } device, _) => await others.AnyAsync(c => c.DeviceId == device, ct),
            (null, { } account) => await others.AnyAsync(c => c.DeviceId == null && c.AccountId == account, ct),
            _ => false,
        };
    }

    // A node whose clock was set back must not make a wait end early: what any case has seen counts.
    private async Task<DateTimeOffset> LatestAsync(CancellationToken ct)
    {
        var (now, seen) = (clock.GetUtcNow(), await db.Cases.MaxAsync(c => (DateTimeOffset?)c.LatestAt, ct));
        return seen > now ? seen.Value : now;
    }

    private static byte[] DigestOf(Case one, CaseScore score, IReadOnlyList<CaseMessageRow> messages, IReadOnlyList<DocumentOnDesk> papers) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        [
            "tenure/case/2", one.Number, one.Kind.ToString(), one.AccountId?.ToString() ?? "", one.DeviceId?.Value ?? "", one.Epoch?.ToString(CultureInfo.InvariantCulture) ?? "", one.Round.ToString(CultureInfo.InvariantCulture),
            .. score.Parts.Select(p => $"{p.Fact} {p.Points.ToString(CultureInfo.InvariantCulture)}"),
            .. messages.Select(m => $"{m.Number.ToString(CultureInfo.InvariantCulture)} {m.Template} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(m.Text ?? "")))}"),
            .. papers.Select(p => $"{p.Number.ToString(CultureInfo.InvariantCulture)} {p.Kind} {p.State} {Convert.ToHexStringLower(p.ContentMac ?? [])}"),
        ])));

    private static IQueryable<CaseInQueue> Rows(IQueryable<Case> cases) => cases.AsNoTracking().OrderBy(c => c.SubmittedAt).Take(Most)
        .Select(c => new CaseInQueue(c.Id, c.Number, c.Kind, c.State, c.SubmittedAt, c.Agent, c.DrawnAt, c.IsForLost || c.State == CaseState.ThirdLook || c.State == CaseState.Disputed));
}
