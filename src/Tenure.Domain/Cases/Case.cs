using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Cases;

/// <summary>Somebody without access asks for an account or a device, and everybody whom it could harm is asked first.</summary>
/// <remarks>
/// All moves are in <see cref="Next"/>; docs/capabilities/cases.md draws that table and a test compares them. A deadline is reckoned from the latest time that the case has seen, and is due by the clock:
/// a clock that is set back makes waits longer, never shorter.
/// </remarks>
public sealed class Case
{
    private readonly List<CaseAct> acts = [];
    private readonly List<CaseContest> contests = [];
    private readonly List<CaseDraw> draws = [];

    private Case()
    {
    }

    /// <summary>A draft.</summary>
    /// <param name="id">A new id.</param>
    /// <param name="number">As <see cref="CaseNumber"/> draws it.</param>
    /// <param name="secretHash">Of the secret in its link.</param>
    /// <param name="kind">What it asks for.</param>
    /// <param name="subject">32 bytes that stand for the identifier or device that was named, whether or not there is such a one.</param>
    /// <param name="account">Whose account it is about; <c>null</c> when there is none.</param>
    /// <param name="device">Of a release case; <c>null</c> when there is none.</param>
    /// <param name="contact">The e-mail address at which its person is reached.</param>
    /// <param name="code">What was sent there.</param>
    /// <param name="network">Where it was opened; <c>null</c> when unknown.</param>
    /// <param name="language">What its person reads.</param>
    /// <param name="isSigned">Whether the device itself signed for it.</param>
    /// <param name="now">The time (UTC).</param>
    public static Case Open(
        CaseId id, string number, byte[] secretHash, CaseKind kind, byte[] subject, AccountId? account, Device? device, string contact, OneTimeCode code, string? network, string language, bool isSigned,
        DateTimeOffset now) => new()
        {
            Id = id,
            Number = number,
            SecretHash = secretHash,
            Kind = kind,
            Subject = subject,
            AccountId = account,
            DeviceId = device?.Id,
            Epoch = device?.Epoch,
            Contact = contact,
            Code = code,
            Network = network,
            Language = language,
            IsSigned = isSigned,
            OpenedAt = now,
            LatestAt = now,
            EndsAt = now + CaseRules.DraftTime,
        };

    /// <summary>The inner id.</summary>
    public CaseId Id { get; private set; }

    /// <summary>What its person and the agents call it; no secret.</summary>
    public string Number { get; private set; } = "";

    /// <summary>SHA-256 of the secret in its link.</summary>
    public byte[] SecretHash { get; private set; } = [];

    /// <summary>The same of a link that was sent in its place and that nobody has opened yet; <c>null</c> when there is none. Until then both are good.</summary>
    public byte[]? NextSecretHash { get; private set; }

    /// <summary>When a link that was sent in place of another was first opened (UTC); <c>null</c> when none was.</summary>
    public DateTimeOffset? RenewedAt { get; private set; }

    /// <summary>What it asks for.</summary>
    public CaseKind Kind { get; private set; }

    /// <summary>Stands for what was named, keyed: one open case and a few a year are counted by it.</summary>
    public byte[] Subject { get; private set; } = [];

    /// <summary>Whose account it is about: who is told. <c>null</c> when what was named belongs to nobody.</summary>
    public AccountId? AccountId { get; private set; }

    /// <summary>Of a release case.</summary>
    public DeviceId? DeviceId { get; private set; }

    /// <summary>The device's epoch when it was opened: it is good for no other.</summary>
    public uint? Epoch { get; private set; }

    /// <summary>The e-mail address at which its person is reached; empty once the data are gone.</summary>
    public string Contact { get; private set; } = "";

    /// <summary>The code that was sent there.</summary>
    public OneTimeCode Code { get; private set; } = null!;

    /// <summary>When its person proved the address (UTC); <c>null</c> before.</summary>
    public DateTimeOffset? ContactProvenAt { get; private set; }

    /// <summary>Where it was opened, as coarsely as <see cref="SignIn.Network"/> keeps it.</summary>
    public string? Network { get; private set; }

    /// <summary>Whether the device itself signed for it.</summary>
    public bool IsSigned { get; private set; }

    /// <summary>Recovery: the device on which whoever asks opened the screen lock for it; <c>null</c> when there is none. It counts while the account holds it.</summary>
    public DeviceId? UnlockedOn { get; private set; }

    /// <summary>What its person reads.</summary>
    public string Language { get; private set; } = "";

    /// <summary>How far it is.</summary>
    public CaseState State { get; private set; }

    /// <summary>Whether its device was lost when it was handed in: seniors decide, and what is given is that the device is lost no more.</summary>
    public bool IsForLost { get; private set; }

    /// <summary>What makes the wait long. Never fewer.</summary>
    public CaseFlags Flags { get; private set; }

    /// <summary>Why it was refused, or what is missing in a draft.</summary>
    public CaseReason Reason { get; private set; }

    /// <summary>From 0; one more each time agents look at it anew.</summary>
    public int Round { get; private set; }

    /// <summary>How often agents asked for more.</summary>
    public int Asked { get; private set; }

    /// <summary>Who was drawn to look at it; <c>null</c> when nobody is.</summary>
    public OperatorId? Agent { get; private set; }

    /// <summary>When that one was drawn (UTC).</summary>
    public DateTimeOffset? DrawnAt { get; private set; }

    /// <summary>When it was opened (UTC).</summary>
    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>The latest time that it has seen (UTC).</summary>
    public DateTimeOffset LatestAt { get; private set; }

    /// <summary>When it was last handed in (UTC).</summary>
    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>When the holder was told (UTC).</summary>
    public DateTimeOffset? AnnouncedAt { get; private set; }

    /// <summary>Nothing is given before then (UTC); of an offer, when it began. It moves only to later times.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>When somebody last objected (UTC).</summary>
    public DateTimeOffset? DisputedAt { get; private set; }

    /// <summary>When it ends if nothing more happens (UTC); <c>null</c> where the clock brings it on, and where it is over.</summary>
    public DateTimeOffset? EndsAt { get; private set; }

    /// <summary>When it was over (UTC).</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Raised by every change: who saves an older one loses.</summary>
    public int Version { get; private set; }

    /// <summary>What agents did.</summary>
    public IReadOnlyList<CaseAct> Acts => acts;

    /// <summary>Who was drawn to look at it.</summary>
    public IReadOnlyList<CaseDraw> Draws => draws;

    /// <summary>Who objected.</summary>
    public IReadOnlyList<CaseContest> Contests => contests;

    /// <summary>What the agents' passkeys signed who were for it when it was last looked at, the first one first; fewer than two where they signed nothing for the signer of tickets.</summary>
    public IReadOnlyList<byte[]> SignedVotes() => [.. acts.Where(act => act.Round == Round && act.Kind == CaseActKind.Approved).OrderBy(act => act.At).Select(act => act.Vote).OfType<byte[]>()];

    /// <summary>Until when the phone of a release that was granted must have been online to be let go (UTC); <c>null</c> for all else.</summary>
    public DateTimeOffset? LetGoUntil => State == CaseState.Granted && Kind == CaseKind.Release ? ClosedAt + ReleaseEntitlement.Lifetime : null;

    /// <summary>Whether evidence is taken now.</summary>
    public bool TakesEvidence => State == CaseState.Draft;

    /// <summary>Whether it is over, whatever came of it.</summary>
    public bool IsOver => IsEnd(State);

    /// <summary><see cref="Subject"/> from when it is handed in until it is over: there is one such case. A draft is none, so that nobody keeps a person out by opening one.</summary>
    public byte[]? OpenAs { get; private set; }

    /// <summary>When it can be handed in (UTC): each case in a year costs more time than the one before.</summary>
    /// <param name="before">How many others about the same were handed in in the year before.</param>
    public DateTimeOffset SubmitFrom(int before) => Round == 0 ? OpenedAt + CaseRules.DelayAfter(before) : OpenedAt;

    /// <summary>Where <paramref name="step"/> leads; <c>null</c> when it is not allowed in this state.</summary>
    public static CaseState? Next(CaseState from, CaseStep step) => (from, step) switch
    {
        (CaseState.Draft, CaseStep.Submit) => CaseState.Submitted,
        (CaseState.Submitted, CaseStep.AskMore) => CaseState.Draft,
        (CaseState.Submitted, CaseStep.FirstVote) => CaseState.SecondLook,
        (CaseState.SecondLook or CaseState.ThirdLook or CaseState.Disputed, CaseStep.Announce) => CaseState.Announced,
        (CaseState.SecondLook or CaseState.ThirdLook or CaseState.Disputed or CaseState.Due, CaseStep.Refuse) => CaseState.Refused,
        (CaseState.SecondLook, CaseStep.Differ) => CaseState.ThirdLook,
        (CaseState.Disputed, CaseStep.FirstVote or CaseStep.Differ) => CaseState.Disputed,
        (CaseState.Announced, CaseStep.FallDue) => CaseState.Due,
        (CaseState.Due, CaseStep.Lengthen) => CaseState.Announced,
        (CaseState.Due, CaseStep.Offer) => CaseState.Offered,
        (CaseState.Due or CaseState.Offered, CaseStep.Grant) => CaseState.Granted,
        (CaseState.Due, CaseStep.EndLoss) => CaseState.Submitted,
        (CaseState.Announced or CaseState.Due or CaseState.Offered, CaseStep.Contest) => CaseState.Disputed,
        (CaseState.Announced or CaseState.Due or CaseState.Disputed or CaseState.Offered, CaseStep.ProveHolder) => CaseState.Contested,
        (CaseState.Submitted or CaseState.SecondLook or CaseState.ThirdLook or CaseState.Announced or CaseState.Due or CaseState.Disputed, CaseStep.Settle) => CaseState.Settled,
        (CaseState.Draft or CaseState.Submitted or CaseState.SecondLook or CaseState.ThirdLook or CaseState.Due or CaseState.Disputed or CaseState.Offered, CaseStep.Expire) => CaseState.Expired,
        (_, CaseStep.Withdraw) when !IsEnd(from) => CaseState.Withdrawn,
        _ => null,
    };

    /// <summary>Whether a case in this state is over.</summary>
    public static bool IsEnd(CaseState state) =>
        state is CaseState.Granted or CaseState.Refused or CaseState.Contested or CaseState.Withdrawn or CaseState.Expired or CaseState.Settled;

    /// <summary>The person types the code that was sent to the contact address; a right one is taken once, of wrong ones five.</summary>
    public Refusal? ProveContact(ReadOnlySpan<byte> codeHash, DateTimeOffset now)
    {
        if (ContactProvenAt is not null || IsOver)
        {
            return SignInRefusals.CodeSpent;
        }

        var wrong = Code.WrongTries;
        if (Code.Try(codeHash, now) is { } refusal)
        {
            Version += Code.WrongTries - wrong;
            return refusal;
        }

        ContactProvenAt = now;
        Version++;
        return null;
    }

    /// <summary>Another code was sent to the contact address.</summary>
    public Refusal? SendAgain(byte[] codeHash, DateTimeOffset expiresAt)
    {
        if (ContactProvenAt is not null || IsOver)
        {
            return SignInRefusals.CodeSpent;
        }

        Code = OneTimeCode.Sent(codeHash, expiresAt);
        Version++;
        return null;
    }

    /// <summary>
    /// A link that was sent in place of another is taken into use: the one before ends. Whoever reads somebody's mail for a minute has such a link too, so that nothing is taken by it for <see cref="CaseRules.RenewedWait"/>
    /// from then, and from when there is something to take. An offer lasts until there was time for that, counted from its own beginning: it has an end, however often its link is renewed.
    /// </summary>
    public void Renew(DateTimeOffset now)
    {
        LatestAt = now > LatestAt ? now : LatestAt;
        (SecretHash, NextSecretHash, RenewedAt) = (NextSecretHash ?? SecretHash, null, LatestAt);
        if (State == CaseState.Offered)
        {
            var (time, last) = (LatestAt + CaseRules.RenewedWait + CaseRules.RenewedTime, DueAt + CaseRules.OfferTime + CaseRules.RenewedWait + CaseRules.RenewedTime);
            var end = time < last ? time : last;
            EndsAt = end > EndsAt ? end : EndsAt;
        }

        Version++;
    }

    /// <summary>From when an offer can be taken (UTC); <c>null</c> for at once.</summary>
    public DateTimeOffset? TakeFrom => State == CaseState.Offered ? RenewedAt + CaseRules.RenewedWait : null;

    /// <summary>A device signed for it.</summary>
    public void NoteSigned()
    {
        IsSigned = true;
        Version++;
    }

    /// <summary>A device that the account holds signed for it, unlocked by its screen lock.</summary>
    public void NoteUnlocked(DeviceId device)
    {
        (IsSigned, UnlockedOn) = (true, device);
        Version++;
    }

    /// <summary>The person hands it in.</summary>
    /// <param name="checks">What is known now.</param>
    /// <param name="before">How many others about the same were handed in in the year before.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? Submit(CaseChecks checks, int before, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checks);
        if (State == CaseState.Draft && ContactProvenAt is null)
        {
            return CaseRefusals.ContactUnproven;
        }

        if (State == CaseState.Draft && Round == 0 && before >= CaseRules.MostInAYear)
        {
            return CaseRefusals.Limited;
        }

        if (State == CaseState.Draft && now < SubmitFrom(before))
        {
            return CaseRefusals.TooEarly with { RetryAfter = SubmitFrom(before) - now };
        }

        if (Move(CaseStep.Submit, now) is { } refusal)
        {
            return refusal;
        }

        IsForLost = checks.IsLost;
        Reason = CaseReason.None;
        Flags |= checks.Flags;
        SubmittedAt = LatestAt;
        OpenAs = Subject;
        BeginRound();
        return null;
    }

    /// <summary>The person takes it back.</summary>
    public Refusal? Withdraw(DateTimeOffset now) => Move(CaseStep.Withdraw, now);

    /// <summary>An agent opened it for somebody who called.</summary>
    public void OpenedBy(OperatorId agent, DateTimeOffset now)
    {
        acts.Add(new CaseAct(agent, CaseActKind.Opened, Round, IsSenior: false, CaseReason.None, now, []));
        Version++;
    }

    /// <summary>Whether somebody is drawn for it now: it waits for one, or the one who was drawn let it lie for too long. A dispute waits until both sides were heard.</summary>
    public bool NeedsDraw(DateTimeOffset now) =>
        State is CaseState.Submitted or CaseState.SecondLook or CaseState.ThirdLook or CaseState.Disputed
        && (State != CaseState.Disputed || now >= DisputedAt + CaseRules.HearingTime)
        && (Agent is null || now >= DrawnAt + CaseRules.LookTime);

    /// <summary>Who looks at it now, drawn by lot among those that <see cref="MayLook"/>. Who had it until now, and let it lie, is not drawn for it again.</summary>
    /// <param name="agent">Who.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>Who let it lie; <c>null</c> when nobody did.</returns>
    public OperatorId? Draw(OperatorId agent, DateTimeOffset now)
    {
        var late = Agent is { } had && had != agent ? Agent : null;
        draws.Find(draw => draw.Agent == late)?.Lapse(now);
        if (!draws.Exists(draw => draw.Agent == agent))
        {
            draws.Add(new CaseDraw(agent, now));
        }

        (Agent, DrawnAt) = (agent, now);
        Version++;
        return late;
    }

    /// <summary>Whether somebody may decide in it: only a senior where it is disputed, lost, or the two differ; nobody twice, nor who let it lie.</summary>
    public Refusal? MayLook(OperatorId agent, bool isSenior) =>
        State is not (CaseState.Submitted or CaseState.SecondLook or CaseState.ThirdLook or CaseState.Disputed) ? CaseRefusals.Elsewhere
        : acts.Exists(act => act.Agent == agent) || draws.Exists(draw => draw.Agent == agent && draw.LapsedAt is not null) ? CaseRefusals.OwnCase
        : NeedsSenior && !isSenior ? CaseRefusals.NeedsSenior
        : null;

    /// <summary>Whether only seniors decide now.</summary>
    public bool NeedsSenior => IsForLost || Flags.HasFlag(CaseFlags.DeviceLost) || State is CaseState.ThirdLook or CaseState.Disputed;

    /// <summary>The one who was drawn needs something more of the person.</summary>
    public Refusal? AskMore(OperatorId agent, bool isSenior, CaseReason reason, DateTimeOffset now)
    {
        if (RefuseAct(agent, isSenior) is { } refusal)
        {
            return refusal;
        }

        if (Asked >= CaseRules.MostAsked || Move(CaseStep.AskMore, now) is not null)
        {
            return CaseRefusals.Elsewhere;
        }

        acts.Add(new CaseAct(agent, CaseActKind.AskedMore, Round, isSenior, reason, now, []));
        Reason = reason;
        Asked++;
        (Agent, DrawnAt) = (null, null);
        EndsAt = LatestAt + CaseRules.DraftTime;
        return null;
    }

    /// <summary>The one who was drawn decides. Two different people for it announce it, two against it end it; where they differ a senior decides.</summary>
    /// <param name="agent">Who.</param>
    /// <param name="isSenior">Whether a senior.</param>
    /// <param name="approves">For it or against it.</param>
    /// <param name="reason">Why not.</param>
    /// <param name="score">What speaks for it.</param>
    /// <param name="checks">What is known now.</param>
    /// <param name="digest">What the case is, as the agent signs it.</param>
    /// <param name="now">The time (UTC).</param>
    /// <param name="seen">The latest time that any case has seen (UTC), or earlier: a wait is reckoned from it, so that a clock that was set back shortens none; both sides are heard by <paramref name="now"/> alone.
    /// More than <see cref="CaseRules.ClockSlack"/> ahead of it one of the two is wrong, and the wait is a long one.</param>
    /// <param name="vote">What the agent's passkey signed, for the signer of tickets; <c>null</c> where that asks for none.</param>
    public Refusal? Decide(OperatorId agent, bool isSenior, bool approves, CaseReason reason, CaseScore score, CaseChecks checks, byte[] digest, DateTimeOffset now, DateTimeOffset seen, byte[]? vote = null)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(checks);
        if (RefuseAct(agent, isSenior) is { } refusal)
        {
            return refusal;
        }

        if (State == CaseState.Disputed && now < DisputedAt + CaseRules.HearingTime)
        {
            return CaseRefusals.Hearing with { RetryAfter = DisputedAt + CaseRules.HearingTime - now };
        }

        if (approves && (score.Points < CaseScore.Least || !checks.IsHeld))
        {
            return CaseRefusals.TooLittle;
        }

        acts.Add(new CaseAct(agent, approves ? CaseActKind.Approved : CaseActKind.Rejected, Round, isSenior, approves ? CaseReason.None : reason, now, digest, vote));
        Agent = null;
        DrawnAt = null;
        var step = (Count(CaseActKind.Approved), Count(CaseActKind.Rejected)) switch
        {
            ( >= 2, _) => CaseStep.Announce,
            (_, >= 2) => CaseStep.Refuse,
            (1, 1) => CaseStep.Differ,
            _ => CaseStep.FirstVote,
        };
        var wasDisputed = State == CaseState.Disputed;
        _ = Move(step, now);
        switch (step)
        {
            case CaseStep.Announce:
                var isClockInDoubt = seen > now + CaseRules.ClockSlack;
                Flags |= checks.Flags | (wasDisputed ? CaseFlags.WasDisputed : CaseFlags.None) | (isClockInDoubt ? CaseFlags.ClockInDoubt : CaseFlags.None);
                LatestAt = seen > LatestAt && !isClockInDoubt ? seen : LatestAt;
                AnnouncedAt = LatestAt;
                Wait(CaseRules.WaitOf(Kind, Flags, checks.IsUnlockedForIt));
                break;
            case CaseStep.Refuse:
                Reason = wasDisputed ? CaseReason.HolderObjected : acts.Last(act => act.Kind == CaseActKind.Rejected && act.Round == Round).Reason;
                break;
        }

        return null;
    }

    /// <summary>Somebody whom it could harm objects.</summary>
    /// <param name="channel">32 bytes that stand for the way: each objects once.</param>
    /// <param name="now">The time (UTC).</param>
    public Refusal? Contest(byte[] channel, DateTimeOffset now)
    {
        if (contests.Exists(contest => contest.Channel.AsSpan().SequenceEqual(channel)))
        {
            return CaseRefusals.ContestedBefore;
        }

        if (Move(CaseStep.Contest, now) is { } refusal)
        {
            return refusal;
        }

        contests.Add(new CaseContest(channel, now));
        DisputedAt = LatestAt;
        EndsAt = LatestAt + CaseRules.HearingTime + CaseRules.AgentTime;
        BeginRound(keepEnd: true);
        return null;
    }

    /// <summary>The account's holder signed in with two proofs: a recovery is over. A release goes on; whose the device is must still be said.</summary>
    public Refusal? ProveHolder(DateTimeOffset now) => Kind == CaseKind.Recovery ? Move(CaseStep.ProveHolder, now) : CaseRefusals.Elsewhere;

    /// <summary>What the clock brings: a draft or a look that took too long, a wait that is over, and the last look at everything.</summary>
    /// <param name="checks">What is known now.</param>
    /// <param name="now">The time (UTC).</param>
    /// <returns>The step that was taken; <c>null</c> when nothing is due.</returns>
    public CaseStep? Tick(CaseChecks checks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checks);
        if (IsOver)
        {
            return null;
        }

        if (Kind == CaseKind.Release && State != CaseState.Draft && DeviceId is not null && !checks.IsHeld)
        {
            return Take(CaseStep.Settle, now);
        }

        if (State == CaseState.Announced && now >= DueAt)
        {
            EndsAt = DueAt + CaseRules.AgentTime;
            return Take(CaseStep.FallDue, now);
        }

        return State == CaseState.Due ? CheckAgain(checks, now) : EndsAt <= now ? Take(CaseStep.Expire, now) : null;
    }

    /// <summary>The person takes the recovery that was offered, once; everything is looked at once more.</summary>
    public Refusal? Take(CaseChecks checks, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(checks);
        if (TakeFrom is { } from && now < from)
        {
            return CaseRefusals.LinkNew with { RetryAfter = from - now };
        }

        return State != CaseState.Offered || now >= EndsAt || !checks.IsHeld || checks.IsFrozen || AnnouncedAt + CaseRules.WaitOf(Kind, Flags | checks.Flags, checks.IsUnlockedForIt) > now
            ? CaseRefusals.Elsewhere
            : Move(CaseStep.Grant, now);
    }

    /// <summary>Another case about the same, for which more speaks, takes its place as the one that is open.</summary>
    public void Yield()
    {
        OpenAs = null;
        Version++;
    }

    /// <summary>Its person's data go; nobody opens it any more.</summary>
    public void Erase()
    {
        (Contact, SecretHash, NextSecretHash, Network) = ("", [], null, null);
        Version++;
    }

    private CaseStep? CheckAgain(CaseChecks checks, DateTimeOffset now)
    {
        var isSeen = checks.HolderSeenAt > now - CaseRules.LossTime;
        if (!checks.IsHeld || checks.IsLost != IsForLost || (IsForLost && (isSeen || !checks.IsLostLong)))
        {
            Reason = checks.IsLost ? CaseReason.DeviceLost : CaseReason.NotEnough;
            return Take(CaseStep.Refuse, now);
        }

        Flags |= checks.Flags;
        var wait = CaseRules.WaitOf(Kind, Flags, checks.IsUnlockedForIt);
        if (AnnouncedAt + wait > now)
        {
            Wait(wait);
            return Take(CaseStep.Lengthen, now);
        }

        if (checks.IsFrozen)
        {
            return EndsAt <= now ? Take(CaseStep.Expire, now) : null;
        }

        if (Kind == CaseKind.Recovery)
        {
            var offered = Take(CaseStep.Offer, now);
            (DueAt, EndsAt) = (LatestAt, LatestAt + CaseRules.OfferTime);
            RenewedAt = RenewedAt is null ? null : LatestAt;
            return offered;
        }

        if (!IsForLost)
        {
            return Take(CaseStep.Grant, now);
        }

        IsForLost = false;
        var step = Take(CaseStep.EndLoss, now);
        BeginRound();
        return step;
    }

    private Refusal? RefuseAct(OperatorId agent, bool isSenior) => MayLook(agent, isSenior) ?? (Agent == agent ? null : CaseRefusals.OwnCase);

    private int Count(CaseActKind kind) => acts.Where(act => act.Round == Round && act.Kind == kind).Select(act => act.Agent).Distinct().Count();

    // Never earlier than was said before.
    private void Wait(TimeSpan wait)
    {
        var due = AnnouncedAt!.Value + wait;
        DueAt = DueAt > due ? DueAt : due;
        EndsAt = null;
    }

    private void BeginRound(bool keepEnd = false)
    {
        Round++;
        (Agent, DrawnAt) = (null, null);
        if (!keepEnd)
        {
            EndsAt = LatestAt + CaseRules.AgentTime;
        }
    }

    private CaseStep? Take(CaseStep step, DateTimeOffset now) => Move(step, now) is null ? step : null;

    private Refusal? Move(CaseStep step, DateTimeOffset now)
    {
        if (Next(State, step) is not { } next)
        {
            return CaseRefusals.Elsewhere;
        }

        State = next;
        LatestAt = now > LatestAt ? now : LatestAt;
        Version++;
        if (IsEnd(next))
        {
            (ClosedAt, EndsAt, Agent, DrawnAt, OpenAs) = (LatestAt, null, null, null, null);
        }

        return null;
    }
}
