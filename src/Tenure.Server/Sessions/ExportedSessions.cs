using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;

namespace Tenure.Server.Sessions;

/// <summary>Where the person is and was signed in.</summary>
internal sealed class ExportedSessions(TenureDb db) : IExportSource
{
    public IReadOnlyList<ExportPart> Parts => [ExportPart.Rows("sessions", ["sessions"], Read)];

    private IAsyncEnumerable<ExportedSession> Read(AccountId account, CancellationToken ct) => db.Sessions.AsNoTracking().Where(s => s.AccountId == account).OrderBy(s => s.StartedAt)
        .Select(s => new ExportedSession(s.Kind, s.Name, s.Network, s.StartedAt, s.LastSeenAt, s.ExpiresAt, s.EndedAt)).AsAsyncEnumerable();

    internal sealed record ExportedSession(
        [property: Description("Where it lives: a browser, a device, the command line")] SessionKind Kind,
        [property: Description("What the browser or program called itself")] string Name,
        [property: Description("Where the sign-in came from, as coarsely as it is kept")] string? Network,
        [property: Description("The sign-in")] DateTimeOffset StartedAt,
        [property: Description("The last call, at most a minute late")] DateTimeOffset LastSeenAt,
        [property: Description("When it ends whatever happens")] DateTimeOffset ExpiresAt,
        [property: Description("When it was ended")] DateTimeOffset? EndedAt);
}
