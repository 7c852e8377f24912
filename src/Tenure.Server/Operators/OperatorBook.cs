using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Makes, lists and disables operators: from the server's own machine only.</summary>
internal sealed class OperatorBook(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, OperatorLogBook log, TimeProvider clock)
{
    // Without letters and digits that look alike; 25 of 31 are 123 bits.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    /// <summary>A secret that nobody chose: five groups of five.</summary>
    public static string DrawSecret() => string.Join('-', Enumerable.Range(0, 5).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));

    /// <summary>Makes an operator; refuses a name that is none or is taken, and a password that no holder might choose.</summary>
    /// <returns>The operator, who is new where others were there before.</returns>
    public async Task<Answer<ServerOperator>> CreateAsync(string typedName, string password, CancellationToken ct)
    {
        if (OperatorName.Read(typedName, out var name) is { } malformed)
        {
            return malformed;
        }

        if (policy.Check(password, new PersonalWords([], null, name)) is { } weak)
        {
            return weak;
        }

        if (await db.Operators.AnyAsync(o => o.Name == name, ct))
        {
            return OperatorRefusals.NameTaken;
        }

        var hash = await passwords.HashAsync(password, ct);
        if (hash.Refusal is { } busy)
        {
            return busy;
        }

        var now = clock.GetUtcNow();
        var made = ServerOperator.Create(new OperatorId(Guid.CreateVersion7(now)), name, hash.Value, await db.Operators.AsNoTracking().ToListAsync(ct), now);
        db.Operators.Add(made);
        await log.AppendAsync(OperatorEvents.Created, new LoggedAct(null, About: name), ct);
        return made;
    }

    /// <summary>All operators, by name.</summary>
    public Task<List<ServerOperator>> ListAsync(CancellationToken ct) => db.Operators.AsNoTracking().OrderBy(o => o.Name).ToListAsync(ct);

    /// <summary>Disables an operator; their sessions are refused from now on. Refuses with <c>not_found</c>.</summary>
    public async Task<Refusal?> DisableAsync(string typedName, CancellationToken ct)
    {
        if (OperatorName.Read(typedName, out var name) is { } malformed)
        {
            return malformed;
        }

        if (await db.Operators.FirstOrDefaultAsync(o => o.Name == name, ct) is not { } person)
        {
            return NotFound;
        }

        if (person.DisabledAt is null)
        {
            person.Disable(clock.GetUtcNow());
            await log.AppendAsync(OperatorEvents.Disabled, new LoggedAct(null, About: name), ct);
        }

        return null;
    }

    /// <summary>The first of two people offers a role; an operator has to confirm it. Refuses with <c>not_found</c>.</summary>
    public async Task<Refusal?> OfferRoleAsync(string typedName, OperatorRole role, CancellationToken ct)
    {
        if (OperatorName.Read(typedName, out var name) is { } malformed)
        {
            return malformed;
        }

        if (await db.Operators.FirstOrDefaultAsync(o => o.Name == name, ct) is not { DisabledAt: null } person)
        {
            return NotFound;
        }

        person.OfferRole(role, clock.GetUtcNow());
        await log.AppendAsync(OperatorEvents.RoleOffered, new LoggedAct(null, About: $"{name} {role}"), ct);
        return null;
    }

    /// <summary>Takes all passkeys of an operator away; what they register then counts only after days. Refuses with <c>not_found</c>.</summary>
    /// <returns>How many there were.</returns>
    public async Task<Answer<int>> TakePasskeysAsync(string typedName, CancellationToken ct)
    {
        if (OperatorName.Read(typedName, out var name) is { } malformed)
        {
            return malformed;
        }

        if (await db.Operators.FirstOrDefaultAsync(o => o.Name == name, ct) is not { } person)
        {
            return NotFound;
        }

        var count = person.RemovePasskeys();
        await log.AppendAsync(OperatorEvents.PasskeysTaken, new LoggedAct(null, About: name), ct);
        return count;
    }

    private static readonly Refusal NotFound = new("not_found", "There is no operator of this name.", RefusalKind.NotFound, "name");
}
