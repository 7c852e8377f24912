using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Cases;

/// <summary>What the server knows about a case: what holds it back, what makes its wait long, what speaks for it.</summary>
internal sealed class CaseWorld(TenureDb db, CaseDevices devices, SessionBook sessions, SecurityEvents events, CaseDocuments documents, TimeProvider clock)
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly SecurityEventKind[] Changes =
        [SecurityEventKind.PasswordReset, SecurityEventKind.PasswordResetUndone, SecurityEventKind.RecoveryCodesMade, SecurityEventKind.IdentifierChangeUndone];

    /// <summary>As it is now. The same look-ups where there is no account.</summary>
    public async Task<CaseChecks> LookAsync(Case about, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = about.AccountId ?? default;
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        var device = await devices.FindAsync(about.DeviceId ?? new DeviceId(""), ct);
        // The device itself, and in a recovery any device, is in the hands of whoever has it, and so is the session on it.
        var held = await devices.OfAsync(id, ct);
        List<Device> inDoubt = about.Kind == CaseKind.Recovery ? held : held.FindAll(d => d.Id == about.DeviceId || d.State == DeviceState.Lost);
        var seen = await SeenAsync(id, account, held, inDoubt, ct);
        var since = now - CaseRules.LookBack;
        var flags = await HasChangedAsync(id, since, ct) ? CaseFlags.IdentifiersChanged : CaseFlags.None;
        flags |= await events.CountAsync(id, SecurityEventKind.Frozen, since, ct) > 0 ? CaseFlags.Frozen : CaseFlags.None;
        flags |= (await documents.ListAsync(about, ct)).Any(document => document.Elsewhere.Count > 0) ? CaseFlags.EvidenceSeenElsewhere : CaseFlags.None;
        flags |= seen > since ? CaseFlags.HolderSeen : CaseFlags.None;
        flags |= about.Kind == CaseKind.Recovery && held.Exists(d => d.State == DeviceState.Lost) ? CaseFlags.DeviceLost : CaseFlags.None;
        var checks = CaseChecks.Of(about, account, device, seen, flags, IsUnlocked(about, held) && (await IsAddressKnownAsync(about, id, ct) || await IsNetworkKnownAsync(about, id, ct)), now);
        return await DecoyAsync(about, ct) is { } decoy ? checks with { IsHeld = true, Flags = checks.Flags | decoy.Flags } : checks;
    }

    /// <summary>What is shown where the server made the case up; <c>null</c> for a person's. Looked for after everything else has been, so that both take the same time.</summary>
    public Task<CaseDecoy?> DecoyAsync(Case about, CancellationToken ct) => db.CaseDecoys.AsNoTracking().FirstOrDefaultAsync(d => d.CaseId == about.Id, ct);

    /// <summary>What speaks for it, with reasons.</summary>
    public async Task<CaseScore> ScoreAsync(Case about, CancellationToken ct)
    {
        List<CaseFact> facts = [];
        var id = about.AccountId ?? default;
        // Of who holds it, not of who held it once: a seller would ask for the buyer's phone.
        if (await IsAddressKnownAsync(about, id, ct))
        {
            facts.Add(CaseFact.AddressKnown);
        }

        if (await IsNetworkKnownAsync(about, id, ct))
        {
            facts.Add(CaseFact.NetworkKnown);
        }

        if (about.IsSigned)
        {
            facts.Add(CaseFact.DeviceSigned);
        }

        if (IsUnlocked(about, await devices.OfAsync(id, ct)))
        {
            facts.Add(CaseFact.DeviceUnlocked);
        }

        facts.AddRange(await FormerHoldingsAsync(about, ct));
        facts.AddRange((await DecoyAsync(about, ct))?.ShownFacts ?? []);
        return CaseScore.Of(about.Kind, [.. facts, .. CaseDocuments.FactsOf(about.Kind, await documents.ListAsync(about, ct))]);
    }

    /// <summary>Points of what the server itself knows for it, whatever was sent and whoever has a device in hand: they say which case is looked at first, and in a release they prove nothing.</summary>
    public async Task<int> KnownPointsAsync(Case about, CancellationToken ct)
    {
        var id = about.AccountId ?? default;
        return (await IsAddressKnownAsync(about, id, ct) ? CaseScore.WeightOf(CaseKind.Recovery, CaseFact.AddressKnown) : 0) + (await IsNetworkKnownAsync(about, id, ct) ? CaseScore.WeightOf(CaseKind.Recovery, CaseFact.NetworkKnown) : 0);
    }

    /// <summary>How many others count that were about what was named, in the year before. Its person may see it: it says nothing of what else is of the same device or account.</summary>
    public async Task<int> BeforeAsync(Case about, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Year;
        var others = db.Cases.Where(c => c.Subject == about.Subject && c.Id != about.Id && c.SubmittedAt > since);
        var decided = await others.CountAsync(c => c.AnnouncedAt != null || c.State == CaseState.Refused, ct);
        return CaseRules.CountOf(decided, await others.CountAsync(c => c.AnnouncedAt == null && c.State != CaseState.Refused && c.Draws.Any(), ct));
    }

    /// <summary>How many others about the same device, in the same hands, or account were announced or refused in the year before, however it was named. For agents alone.</summary>
    public async Task<int> DecidedAsync(Case about, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - Year;
        return await Same(db.Cases, about).CountAsync(c => c.SubmittedAt > since && (c.AnnouncedAt != null || c.State == CaseState.Refused), ct);
    }

    /// <summary>Others about the same device, in the same hands, or account, however it was named.</summary>
    public static IQueryable<Case> Same(IQueryable<Case> cases, Case about) => (about.DeviceId, about.AccountId) switch
    {
        ({ } device, _) => cases.Where(c => c.Id != about.Id && c.DeviceId == device && c.Epoch == about.Epoch),
        (null, { } account) => cases.Where(c => c.Id != about.Id && c.DeviceId == null && c.AccountId == account),
        _ => cases.Where(c => c.Id != about.Id && c.Subject == about.Subject),
    };

    private async Task<bool> IsAddressKnownAsync(Case about, AccountId id, CancellationToken ct) => about.ContactProvenAt is not null && await IsKnownAsync([id], about.Contact, ct);

    private async Task<bool> IsNetworkKnownAsync(Case about, AccountId id, CancellationToken ct) =>
        about is { Kind: CaseKind.Recovery, Network: { } network } && await sessions.WasInNetworkAsync(id, network, about.OpenedAt, ct);

    // Of who held the device before, by the contact address alone: for agents, who read how that ended.
    private async Task<List<CaseFact>> FormerHoldingsAsync(Case about, CancellationToken ct)
    {
        List<CaseFact> facts = [];
        if (about is not { Kind: CaseKind.Release, DeviceId: { } device, ContactProvenAt: not null })
        {
            return facts;
        }

        foreach (var (holder, byCase) in await devices.HeldBeforeAsync(device, ct))
        {
            if (holder != about.AccountId && await IsKnownAsync([holder], about.Contact, ct))
            {
                facts.Add(byCase ? CaseFact.HeldBefore : CaseFact.GaveAway);
            }
        }

        return facts;
    }

    // The wait is shorter only where the server knows something beside the device: whoever has a running phone has its screen, too. One that was lost, given away or removed since speaks for nobody.
    private static bool IsUnlocked(Case about, List<Device> held) => about is { Kind: CaseKind.Recovery, UnlockedOn: { } on } && held.Exists(d => d.Id == on && d.State == DeviceState.Held);

    // Sessions that are over go after a month, and leave with the account when its person was there last; that somebody signed in is known for half a year.
    private async Task<DateTimeOffset?> SeenAsync(AccountId id, Account? account, IReadOnlyCollection<Device> held, IReadOnlyCollection<Device> inDoubt, CancellationToken ct) => new[]
    {
        await sessions.LastSeenAsync(id, [.. inDoubt.Select(d => d.ActivatedIn).OfType<SessionId>()], ct),
        await db.Set<SecurityEvent>().Where(e => e.AccountId == id && e.Kind == SecurityEventKind.SignedIn).MaxAsync(e => (DateTimeOffset?)e.At, ct),
        account?.SeenAt,
        held.Except(inDoubt).Max(d => d.SeenAt),
    }.Max();

    private async Task<bool> HasChangedAsync(AccountId id, DateTimeOffset since, CancellationToken ct) =>
        await db.AddressChanges.AnyAsync(c => c.AccountId == id && c.At > since, ct) | await db.Set<SecurityEvent>().AnyAsync(e => e.AccountId == id && e.At > since && Changes.Contains(e.Kind), ct);

    private async Task<bool> IsKnownAsync(List<AccountId> accounts, string contact, CancellationToken ct) =>
        await db.Identifiers.AnyAsync(i => accounts.Contains(i.AccountId) && i.Kind == IdentifierKind.Email && i.Value == contact, ct)
        | await db.AddressChanges.AnyAsync(c => accounts.Contains(c.AccountId) && c.Kind == IdentifierKind.Email && c.Value == contact && c.What == AddressChangeKind.Removed, ct);
}
