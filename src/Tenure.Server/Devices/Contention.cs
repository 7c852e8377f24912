using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Server.Data;
using Tenure.Server.Platform;

namespace Tenure.Server.Devices;

/// <summary>
/// Runs a piece of work again, from reading on, when another request changed the same rows in between: concurrency tokens and unique indexes let one of them
/// save, and the other then sees what the first one did and is refused by a rule, not by accident.
/// </summary>
internal sealed class Contention(TenureDb db)
{
    private const int Attempts = 6;

    /// <summary>The work's answer.</summary>
    /// <exception cref="DbUpdateException">It could not be saved, however often it was tried.</exception>
    public async Task<Answer<T>> RunAsync<T>(Func<Task<Answer<T>>> work)
        where T : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (DbUpdateConcurrencyException) when (attempt == Attempts)
            {
                return EvidenceRefusals.Busy;
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    /// <summary>The same for work that only says no or nothing.</summary>
    public async Task<Refusal?> RunAsync(Func<Task<Refusal?>> work)
    {
        var answer = await RunAsync<Done>(async () => await work() is { } refusal ? refusal : new Done());
        return answer.Refusal;
    }

    private readonly record struct Done;
}
