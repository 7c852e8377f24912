using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn;

/// <summary>The browsers and devices that are spared the code.</summary>
internal sealed class ExportedSignIns(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("trusted-devices", ["known_devices"], Read)];

    private IAsyncEnumerable<ExportedKnownDevice> Read(AccountId account, CancellationToken ct) => db.KnownDevices.AsNoTracking().Where(d => d.AccountId == account).OrderBy(d => d.MadeAt)
        .Select(d => new ExportedKnownDevice(d.Name, d.MadeAt, d.ExpiresAt)).AsAsyncEnumerable();

    internal sealed record ExportedKnownDevice(
        [property: Description("What the browser or device called itself")] string? Name,
        [property: Description("When a code was typed on it")] DateTimeOffset MadeAt,
        [property: Description("Until when it is spared the next one")] DateTimeOffset ExpiresAt);
}
