using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Cases;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases;

/// <summary>The cases about the caller's own account and devices, from their announcement on.</summary>
internal sealed class HolderCases(TenureDb db, CaseDevices devices)
{
    public static void Map(IEndpointRouteBuilder mine) => mine
        .MapGet("", async Task<Ok<CaseAboutMe[]>> (CurrentAccount caller, HolderCases list, CancellationToken ct) => TypedResults.Ok(await list.ShowAsync(caller.Id, ct)))
        .WithSummary("Cases of others about the caller's account and devices");

    /// <summary>As the API shows them.</summary>
    public async Task<CaseAboutMe[]> ShowAsync(AccountId holder, CancellationToken ct) =>
        [.. (await ExecuteAsync(holder, ct)).Select(c => new CaseAboutMe(c.Number, CaseNames.Of(c.Kind), CaseNames.Of(c.State), c.Device, c.DeviceId, c.DueAt))];

    public async Task<IReadOnlyList<AnnouncedCase>> ExecuteAsync(AccountId holder, CancellationToken ct)
    {
        var open = await db.Cases.AsNoTracking().Where(c => c.AccountId == holder && (c.State == CaseState.Announced || c.State == CaseState.Due || c.State == CaseState.Offered || c.State == CaseState.Disputed)).OrderBy(c => c.DueAt).ToListAsync(ct);
        List<AnnouncedCase> shown = [];
        foreach (var one in open)
        {
            var device = one.DeviceId is { } id ? await devices.FindAsync(id, ct) : null;
            shown.Add(new AnnouncedCase(CaseNumber.Grouped(one.Number), one.Kind, one.State, device?.Model, device?.Id.Value, one.DueAt));
        }

        return shown;
    }

    /// <summary>Whether a case about this account waits for its holder's word.</summary>
    public Task<bool> IsAskedAsync(AccountId holder, CancellationToken ct) => db.Cases.AnyAsync(c => c.AccountId == holder && (c.State == CaseState.Announced || c.State == CaseState.Due || c.State == CaseState.Offered), ct);

    /// <summary>The inner id of a case about this account; refuses with <c>case_unknown</c>.</summary>
    internal async Task<Answer<Case>> FindAsync(AccountId holder, string number, CancellationToken ct)
    {
        if (WellFormedText.Check(number, "number") is { } malformed)
        {
            return malformed;
        }

        _ = CaseNumber.Read(number, out var read);
        return await db.Cases.AsNoTracking().FirstOrDefaultAsync(c => c.Number == read && c.AccountId == holder && c.AnnouncedAt != null, ct) is { } found ? found : CaseRefusals.Unknown;
    }
}
