using System.Net;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>Checks an operator's name and password. Unknown name, disabled operator, wrong, empty and over-long password: one answer, one hash, the same statements.</summary>
internal sealed class SignInOperator(TenureDb db, PasswordHasher passwords, PasswordPolicy policy, Throttles throttles, SignInRules rules, OperatorsLog log)
{
    public async Task<Answer<ServerOperator>> ExecuteAsync(string name, string password, IPAddress address, CancellationToken ct)
    {
        if ((WellFormedText.Check(name, "name") ?? WellFormedText.Check(password, "password")) is { } malformed)
        {
            return malformed;
        }

        // What is no name is looked up all the same: not to look would be quicker, and that can be seen.
        var key = ShortText.Cut(name.Trim().ToLowerInvariant(), OperatorName.MaxLength + 1);
        var network = Network.Of(address).Prefix;
        // The last one slows nobody down: a stranger must not keep an operator out, but guessing from many networks is to be seen.
        Gate[] gates =
        [
            throttles.Gate(throttles.Rules.PerIdentifier, "operator", key, network), throttles.Gate(throttles.Rules.PerNetwork, "operator-network", network),
            throttles.Gate(ThrottleRule.Streak, "operator-streak", key),
        ];
        var state = await throttles.TakeAsync(gates, ct);
        if (state.Refusal is { } wait)
        {
            return wait;
        }

        var person = await db.Operators.FirstOrDefaultAsync(o => o.Name == key, ct);
        var impossible = policy.IsImpossible(password);
        var match = await passwords.VerifyAsync(impossible ? "" : password, person?.PasswordHash, ct);
        if (match.Refusal is { } busy)
        {
            await throttles.GiveBackAsync(state, gates, ct);
            return busy;
        }

        if (person is not { DisabledAt: null } || match.Value == PasswordMatch.Wrong || impossible)
        {
            log.SignInFailed();
            return SignInRefusals.SignInFailed;
        }

        if (state.CountOf(gates[2]) > rules.StreakLimit)
        {
            log.RightAfterManyWrong(person.Id);
        }

        await throttles.ForgetAsync([gates[0], gates[2]], ct);
        await throttles.GiveBackAsync(state, gates[1..2], ct);
        log.SignedIn(person.Id);
        return person;
    }
}
