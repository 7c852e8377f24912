using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Cases.Contracts;

/// <summary>Cases that agents open for people who call. Who is an agent, how many a day, and what is written down of it, is the caller's business.</summary>
internal sealed class CaseIntake(TenureDb db, OpenCase open, CasesLog log)
{
    /// <summary>How many cases <see cref="ListAsync"/> shows.</summary>
    public const int Most = 50;

    /// <summary>
    /// Prepares a draft with the agent's name in it, and its letter: link and code go to the contact address and are given to nobody here. The answer is the same whether or not there is such an account or device.
    /// </summary>
    /// <param name="agent">Who opens it; they are drawn for it no more.</param>
    /// <param name="request">What whoever called says; without evidence.</param>
    /// <param name="address">Where the agent's request comes from.</param>
    /// <param name="save">Saves the unit of work with what else belongs to it; it gets the case's number as it is kept.</param>
    /// <param name="ct">Ends the call.</param>
    /// <returns>The case's number, as it is shown.</returns>
    public async Task<Answer<string>> OpenAsync(OperatorId agent, Client.Cases.OpenCase request, IPAddress address, Func<string, Task> save, CancellationToken ct)
    {
        var prepared = await open.PrepareAsync(request with { Evidence = null }, address, agent, ct);
        if (prepared.Refusal is { } refusal)
        {
            return refusal;
        }

        var one = prepared.Value.Case;
        await save(one.Number);
        log.Opened(one.Id, one.Kind);
        return CaseNumber.Grouped(one.Number);
    }

    /// <summary>The cases that an agent opened since a moment, the newest first. Nothing of how they stand.</summary>
    public async Task<IReadOnlyList<CaseTakenIn>> ListAsync(OperatorId agent, DateTimeOffset since, CancellationToken ct) =>
        await db.Cases.AsNoTracking().Where(c => c.OpenedAt > since && c.Acts.Any(a => a.Agent == agent && a.Kind == CaseActKind.Opened)).OrderByDescending(c => c.OpenedAt).Take(Most)
            .Select(c => new CaseTakenIn(c.Number, c.Kind, c.OpenedAt)).ToListAsync(ct);
}

/// <summary>A case that an agent opened for somebody who called.</summary>
/// <param name="Number">As it is kept.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="OpenedAt">When (UTC).</param>
internal sealed record CaseTakenIn(string Number, CaseKind Kind, DateTimeOffset OpenedAt);
