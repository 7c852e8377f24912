using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;

namespace Tenure.Domain.Tests.Cases;

/// <summary>A case, the people around it, and a clock that a test moves.</summary>
internal sealed class CaseStory
{
    public static readonly DateTimeOffset Start = new(2028, 2, 20, 12, 0, 0, TimeSpan.Zero);
    public static readonly OperatorId[] Agents = [.. Enumerable.Range(1, 9).Select(i => new OperatorId(new Guid(i, 0, 0, new byte[8])))];
    public static readonly CaseScore Good = CaseScore.Of(CaseKind.Release, [CaseFact.Receipt, CaseFact.SimProof]);
    private static readonly AccountId Holder = new(new Guid(77, 0, 0, new byte[8]));

    private readonly int before;

    public CaseStory(CaseKind kind, int before = 0)
    {
        Kind = kind;
        this.before = before;
        var device = kind == CaseKind.Release ? new Device(new DeviceId("phone"), [], "Phone", new EvidenceCount(1, 1), Start) : null;
        Case = Case.Open(new CaseId(new Guid(1, 2, 3, new byte[8])), CaseNumber.Draw(), [1], kind, [2], Holder, device, "ada@example.org", OneTimeCode.Sent([9], Start.AddMinutes(30)), network: null, "en", isSigned: false, Start);
        Assert.Null(Case.ProveContact([9], Start));
    }

    public CaseKind Kind { get; }

    public Case Case { get; }

    public DateTimeOffset Now { get; set; } = Start;

    /// <summary>What any case has seen.</summary>
    public DateTimeOffset Seen { get; set; }

    public CaseChecks Checks { get; set; } = new(IsHeld: true, IsLost: false, IsFrozen: false, HolderSeenAt: null, CaseFlags.None, IsUnlockedForIt: false);

    public Refusal? Submit() => Case.Submit(Checks, before, Now);

    public Refusal? Vote(int agent, bool approves = true, bool isSenior = true, CaseScore? score = null)
    {
        if (Case.MayLook(Agents[agent], isSenior) is null)
        {
            _ = Case.Draw(Agents[agent], Now);
        }

        return Case.Decide(Agents[agent], isSenior, approves, CaseReason.NotEnough, score ?? Good, Checks, [1, 2, 3], Now, Seen);
    }

    public CaseStep? Tick() => Case.Tick(Checks, Now);

    /// <summary>The phone of a release as it may be then: held, or let go once by a holder who wanted the data kept, which ran out unheard.</summary>
    public static Device HeldPhone(bool hasConsent, DateTimeOffset now)
    {
        var device = new Device(new DeviceId("phone"), [], "Phone", new EvidenceCount(1, 1), Start);
        Assert.Null(device.Activate(Holder, new SessionId(new Guid(21, 0, 0, new byte[8])), new HoldingId(new Guid(11, 0, 0, new byte[8])), Start));
        if (hasConsent)
        {
            Assert.Null(device.BeginRelease(Holder, erase: false, now - (2 * ReleaseEntitlement.Lifetime)));
        }

        return device;
    }

    public static CaseStory Announced(CaseKind kind, CaseChecks? checks = null)
    {
        var story = new CaseStory(kind);
        story.Checks = checks ?? story.Checks;
        Assert.Null(story.Submit());
        Assert.Null(story.Vote(0));
        Assert.Null(story.Vote(1));
        Assert.Equal(CaseState.Announced, story.Case.State);
        return story;
    }
}
