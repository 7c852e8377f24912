using System.Buffers.Text;
using System.ComponentModel;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Devices;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Devices;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;

namespace Tenure.Server.Devices;

/// <summary>The proof that one event of a device that the caller holds is in the log.</summary>
internal sealed class GetEntryProof(TenureDb db, DeviceLogBook book, LogProofs proofs)
{
    public static void Map(IEndpointRouteBuilder devices) => devices
        .MapGet("/{id}/log/{sequence}/proof", async Task<Results<Ok<LogEntryProof>, RefusalResult>> (
            string id, [Description("The entry's sequence")] string sequence, CurrentAccount caller, GetEntryProof get, CancellationToken ct) =>
            long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? TypedResults.From(await get.ExecuteAsync(caller.Id, new DeviceId(id), number, ct))
                : TypedResults.Refused(WellFormedText.Malformed("sequence")))
        .WithSummary("The proof that one event of a device of the caller's account is in the log");

    public async Task<Answer<LogEntryProof>> ExecuteAsync(AccountId holder, DeviceId id, long sequence, CancellationToken ct)
    {
        if (await db.Devices.AsNoTracking().OfAsync(holder, id, ct) is null || await book.FindAsync(id, ct) is not { } log || sequence >= log.Length)
        {
            return EvidenceRefusals.NotFound;
        }

        var found = await proofs.PlaceAsync(id, sequence, ct);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var (checkpoint, place) = found.Value;
        return new LogEntryProof(Base64Url.EncodeToString(checkpoint.Signed), checkpoint.Size, place.Index, place.Proof!.ToText());
    }
}
