using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform.Secrets;

namespace Tenure.Server.SignIn.Contracts;

/// <summary>Lets a code be tried, with the day's wrong codes counted, exactly, however many tries come at once.</summary>
internal sealed class CodeBudgets(TenureDb db, Pepper pepper, TimeProvider clock)
{
    // Each lost race means that another try was saved; a transaction takes five and a day twenty, so this is never reached by tries alone.
    private const int MostRaces = 30;

    /// <summary>Tries a code and saves what came of it.</summary>
    /// <param name="subject">Whose wrong codes are counted together; <c>null</c> counts none, for codes that nobody guesses.</param>
    /// <param name="tryCode">Loads the transaction and tries the code; called again when another try was saved first.</param>
    /// <param name="ct">Ends the try.</param>
    public async Task<Refusal?> TryAsync(string? subject, Func<CancellationToken, Task<Refusal?>> tryCode, CancellationToken ct)
    {
        var key = subject is null ? null : Convert.ToHexStringLower(pepper.Mac("code-budget", System.Text.Encoding.UTF8.GetBytes(subject)));
        for (var race = 0; ; race++)
        {
            try
            {
                return await TryOnceAsync(key, tryCode, ct);
            }
            catch (DbUpdateException) when (race < MostRaces)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Refusal?> TryOnceAsync(string? key, Func<CancellationToken, Task<Refusal?>> tryCode, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var day = CodeBudget.DayOf(now);
        var budget = key is null ? null : await db.CodeBudgets.FirstOrDefaultAsync(b => b.Subject == key && b.Day == day, ct);
        if (budget?.Check() is { } spent)
        {
            return spent;
        }

        var refusal = await tryCode(ct);
        if (key is not null && refusal == SignInRefusals.CodeWrong)
        {
            if (budget is null)
            {
                budget = CodeBudget.Open(key, now);
                db.CodeBudgets.Add(budget);
            }

            budget.CountWrong();
        }

        await db.SaveChangesAsync(ct);
        return refusal;
    }
}
