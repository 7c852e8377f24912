using System.Net;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;

namespace Tenure.Server.Cases;

/// <summary>Makes one case up: a row as all others, behind which there is no account, no device, no address and no secret that anybody has, with papers that contradict each other.</summary>
internal sealed class MakeDecoy(TenureDb db, CaseChange change, CaseWorld world, CaseDocuments documents, CaseDevices devices, CasesLog log, TimeProvider clock)
{
    // Endings of addresses that are usual where a language is read.
    private static readonly Dictionary<string, string[]> Endings = new(StringComparer.Ordinal)
    {
        ["de"] = ["de", "de", "com", "net", "at"],
        ["es"] = ["com", "com", "es", "mx", "net"],
        ["ru"] = ["ru", "ru", "com"],
        ["zh-Hans"] = ["com", "com", "cn"],
    };

    /// <summary>Begins one that follows a person's case: of its kind, where there is a model to show, and in its language.</summary>
    /// <param name="seed">The person's case.</param>
    /// <param name="dueAt">When it is handed in (UTC); later where that is too soon for its papers.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task BeginAsync(CaseId seed, DateTimeOffset dueAt, CancellationToken ct)
    {
        var follows = await db.Cases.AsNoTracking().FirstAsync(c => c.Id == seed, ct);
        var model = follows.Kind == CaseKind.Release ? await ModelAsync(follows, ct) : null;
        var (kind, now) = (model is null ? CaseKind.Recovery : CaseKind.Release, clock.GetUtcNow());
        var soonest = now + DecoyRules.LeastDraft + TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(60));
        var proof = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);
        var one = Case.Open(
            new CaseId(Guid.CreateVersion7(now)), CaseNumber.Draw(), RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), kind, RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes), account: null, device: null, contact: "",
            OneTimeCode.Sent(proof, now + DecoyRules.LeastDraft), Nowhere(), follows.Language, isSigned: false, now);
        _ = one.ProveContact(proof, now);
        db.Cases.Add(one);
        db.CaseDecoys.Add(new CaseDecoy
        {
            CaseId = one.Id,
            Seed = seed,
            DueAt = dueAt > soonest ? dueAt : soonest,
            Holder = Holder(follows.Language),
            Model = model,
            Facts = string.Join(' ', Facts(kind)),
            Flags = Flags(),
            History = model is null ? "" : DeviceMoment.Write(History(now)),
        });
        documents.Open(one);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (!ct.IsCancellationRequested)
        {
            // Another process was first.
            db.ChangeTracker.Clear();
            if (await db.CaseDecoys.AnyAsync(d => d.Seed == seed, ct))
            {
                return;
            }

            throw;
        }

        log.Opened(one.Id, kind);
        foreach (var (paper, picture) in DecoyPapers.Draw(model, now))
        {
            await documents.PutAsync(one, paper, picture, ct);
        }
    }

    /// <summary>Hands it in, once its papers have been looked at. One for which too little speaks tempts nobody and ends.</summary>
    public async Task HandInAsync(CaseId id, CancellationToken ct)
    {
        var step = CaseStep.Submit;
        var refusal = await change.ExecuteAsync(
            id,
            async one =>
            {
                if (await documents.HandInAsync(one, ct) is { } looking)
                {
                    return looking;
                }

                if ((await world.ScoreAsync(one, ct)).Points < CaseScore.Least)
                {
                    step = CaseStep.Withdraw;
                    return one.Withdraw(clock.GetUtcNow());
                }

                var decoy = await world.DecoyAsync(one, ct);
                return one.Submit(await world.LookAsync(one, ct), before: 0, decoy!.DueAt);
            },
            ct);
        if (refusal is null)
        {
            log.Moved(id, step, step == CaseStep.Submit ? CaseState.Submitted : CaseState.Withdrawn);
        }
    }

    // A model that people's cases are about.
    private async Task<string?> ModelAsync(Case follows, CancellationToken ct)
    {
        var device = follows.DeviceId ?? await db.Cases.Where(c => c.DeviceId != null && c.SubmittedAt != null).OrderByDescending(c => c.SubmittedAt).Select(c => c.DeviceId).FirstOrDefaultAsync(ct);
        return device is { } id ? (await devices.FindAsync(id, ct))?.Model : null;
    }

    // Of those that are never given out (RFC 3849): looked up as others are, and nobody is there.
    private static string Nowhere() => Network.Of(new IPAddress([0x20, 0x01, 0x0d, 0xb8, .. RandomNumberGenerator.GetBytes(4), .. new byte[8]])).Prefix;

    private static string Holder(string language)
    {
        var endings = Endings.GetValueOrDefault(language) ?? ["com", "com", "com", "org", "net"];
        return $"{Letter()}•••@{Letter()}•••.{endings[RandomNumberGenerator.GetInt32(endings.Length)]}";
    }

    // As names begin.
    private static char Letter() => "aaabbccddeeffgghhiijjkkllmmmnnooppqrrsssttuvwxyz"[RandomNumberGenerator.GetInt32(48)];

    private static IEnumerable<CaseFact> Facts(CaseKind kind)
    {
        if (RandomNumberGenerator.GetInt32(2) == 0)
        {
            yield return CaseFact.DeviceSigned;
        }

        if (kind == CaseKind.Recovery && RandomNumberGenerator.GetInt32(2) == 0)
        {
            yield return CaseFact.NetworkKnown;
        }
    }

    private static CaseFlags Flags() => RandomNumberGenerator.GetInt32(10) switch
    {
        < 3 => CaseFlags.HolderSeen,
        3 => CaseFlags.HolderSeen | CaseFlags.IdentifiersChanged,
        4 => CaseFlags.IdentifiersChanged,
        _ => CaseFlags.None,
    };

    // Whole hours, as in the log. The newest first.
    private static List<DeviceMoment> History(DateTimeOffset now)
    {
        var known = now - TimeSpan.FromHours(RandomNumberGenerator.GetInt32(24 * 60, 24 * 900));
        known = new DateTimeOffset(known.Ticks - (known.Ticks % TimeSpan.TicksPerHour), TimeSpan.Zero);
        List<DeviceMoment> history = [new(DeviceEvents.Enrolled, known), new(DeviceEvents.Activated, known)];
        if (RandomNumberGenerator.GetInt32(3) == 0)
        {
            var given = known + TimeSpan.FromHours(RandomNumberGenerator.GetInt32(24, 24 * 50));
            history.AddRange([new(DeviceEvents.Released, given), new(DeviceEvents.Activated, given + TimeSpan.FromHours(RandomNumberGenerator.GetInt32(1, 200)))]);
        }

        history.Reverse();
        return history;
    }
}
