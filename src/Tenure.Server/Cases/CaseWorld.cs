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
    private static readonly SecurityEventKind[] Changes =
        [SecurityEventKind.PasswordReset, SecurityEventKind.PasswordResetUndone, SecurityEventKind.RecoveryCodesMade, SecurityEventKind.IdentifierChangeUndone];

    /// <summary>As it is now. The same look-ups where there is no account.</summary>
    public async Task<CaseChecks> LookAsync(Case about, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = about.AccountId ?? default;
        var account = await db.Accounts.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, ct);
        var device = await devices.FindAsync(about.DeviceId ?? new DeviceId(""), ct);
        // The session on the device itself, and in a recovery on any device, is in the hands of whoever has the device.
        var held = await devices.OfAsync(id, ct);
        var seen = await SeenAsync(id, about.Kind == CaseKind.Recovery ? [.. held.Select(d => d.ActivatedIn).OfType<SessionId>()] : device?.ActivatedIn is { } on ? [on] : [], ct);
        var since = now - CaseRules.LookBack;
        var flags = await HasChangedAsync(id, since, ct) ? CaseFlags.IdentifiersChanged : CaseFlags.None;
        flags |= await events.CountAsync(id, SecurityEventKind.Frozen, since, ct) > 0 ? CaseFlags.Frozen : CaseFlags.None;
        flags |= (await documents.ListAsync(about, ct)).Any(document => document.Elsewhere.Count > 0) ? CaseFlags.EvidenceSeenElsewhere : CaseFlags.None;
        flags |= seen > since ? CaseFlags.HolderSeen : CaseFlags.None;
        flags |= about.Kind == CaseKind.Recovery && held.Exists(d => d.State == DeviceState.Lost) ? CaseFlags.DeviceLost : CaseFlags.None;
        return CaseChecks.Of(about, account, device, seen, flags, IsUnlocked(about, held) && (await IsAddressKnownAsync(about, id, ct) || await IsNetworkKnownAsync(about, id, ct)), now);
    }

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

        return CaseScore.Of(about.Kind, [.. facts, .. CaseDocuments.FactsOf(await documents.ListAsync(about, ct))]);
    }

    /// <summary>Points of what the server itself knows for it, whatever was sent and whoever has a device in hand.</summary>
    public async Task<int> KnownPointsAsync(Case about, CancellationToken ct)
    {
        var id = about.AccountId ?? default;
        return (await IsAddressKnownAsync(about, id, ct) ? CaseScore.WeightOf(about.Kind, CaseFact.AddressKnown) : 0) + (await IsNetworkKnownAsync(about, id, ct) ? CaseScore.WeightOf(about.Kind, CaseFact.NetworkKnown) : 0);
    }

    /// <summary>How many others about the same were announced, or refused by agents, in the year before: what somebody takes back at once uses up nothing of another's.</summary>
    public Task<int> BeforeAsync(Case about, CancellationToken ct)
    {
        var since = clock.GetUtcNow() - TimeSpan.FromDays(365);
        return db.Cases.CountAsync(c => c.Subject == about.Subject && c.Id != about.Id && c.SubmittedAt > since && (c.AnnouncedAt != null || c.State == CaseState.Refused), ct);
    }

    private async Task<bool> IsAddressKnownAsync(Case about, AccountId id, CancellationToken ct) => about.ContactProvenAt is not null && await IsKnownAsync([id], about.Contact, ct);

    private async Task<bool> IsNetworkKnownAsync(Case about, AccountId id, CancellationToken ct) =>
        about is { Kind: CaseKind.Recovery, Network: { } network } && await sessions.WasInNetworkAsync(id, network, about.OpenedAt, ct);

    // The wait is shorter only where the server knows something beside the device: whoever has a running phone has its screen, too. One that was lost, given away or removed since speaks for nobody.
    private static bool IsUnlocked(Case about, List<Device> held) => about is { Kind: CaseKind.Recovery, UnlockedOn: { } on } && held.Exists(d => d.Id == on && d.State == DeviceState.Held);

    // Sessions that are over go after a month; that somebody signed in is known for half a year.
    private async Task<DateTimeOffset?> SeenAsync(AccountId id, IReadOnlyCollection<SessionId> except, CancellationToken ct)
    {
        var used = await sessions.LastSeenAsync(id, except, ct);
        var signedIn = await db.Set<SecurityEvent>().Where(e => e.AccountId == id && e.Kind == SecurityEventKind.SignedIn).MaxAsync(e => (DateTimeOffset?)e.At, ct);
        return used > signedIn || signedIn is null ? used : signedIn;
    }

    private async Task<bool> HasChangedAsync(AccountId id, DateTimeOffset since, CancellationToken ct) =>
        await db.AddressChanges.AnyAsync(c => c.AccountId == id && c.At > since, ct) | await db.Set<SecurityEvent>().AnyAsync(e => e.AccountId == id && e.At > since && Changes.Contains(e.Kind), ct);

    private async Task<bool> IsKnownAsync(List<AccountId> accounts, string contact, CancellationToken ct) =>
        await db.Identifiers.AnyAsync(i => accounts.Contains(i.AccountId) && i.Kind == IdentifierKind.Email && i.Value == contact, ct)
        | await db.AddressChanges.AnyAsync(c => accounts.Contains(c.AccountId) && c.Kind == IdentifierKind.Email && c.Value == contact && c.What == AddressChangeKind.Removed, ct);
}
