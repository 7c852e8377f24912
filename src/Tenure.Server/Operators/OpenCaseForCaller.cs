using System.Net;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Cases;
using Tenure.Domain.Operators;
using Tenure.Domain.SignIn;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Operators;

/// <summary>
/// An agent opens a case for somebody who called, with what they say. Link and code go to the contact address alone: its person goes on from there, as if they had opened it themselves. The agent's name is in the case and in the
/// operators' log, in one transaction with it.
/// </summary>
internal sealed class OpenCaseForCaller(CaseIntake intake, OperatorLogBook log, RateLimits limits, TimeProvider clock)
{
    /// <summary>Cases that one agent opens in a day at most.</summary>
    public const int Most = 20;

    /// <summary>How long the agent still sees the number of a case that they opened.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromDays(1);

    /// <summary>Whether somebody opens cases for others: who decides cases.</summary>
    public bool MayOpen(CurrentOperator caller) => caller.Operator.RoleAt(clock.GetUtcNow()) is OperatorRole.Agent or OperatorRole.Senior;

    /// <summary>The case's number; refuses with <c>case_unknown</c> who is no agent, and with <c>rate_limited</c> after <see cref="Most"/> a day.</summary>
    /// <param name="caller">Who opens it.</param>
    /// <param name="kind">What is asked for, as the API names it.</param>
    /// <param name="identifier">The account or the device, as whoever called says it.</param>
    /// <param name="contact">Their e-mail address.</param>
    /// <param name="language">What they read, one of <see cref="Languages.All"/>.</param>
    /// <param name="address">Where the agent's request comes from.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Answer<string>> ExecuteAsync(CurrentOperator caller, string kind, string identifier, string contact, string language, IPAddress address, CancellationToken ct)
    {
        if (!MayOpen(caller))
        {
            return CaseRefusals.Unknown;
        }

        if ((WellFormedText.Check(language, "language") ?? Languages.Read(language, out language)) is { } unknown)
        {
            return unknown;
        }

        if (await limits.TakeAsync(RateLimit.Daily(Most), "case-intake", caller.Operator.Id.ToString(), ct) is { } tooMany)
        {
            await log.AppendAsync(OperatorEvents.CaseIntakeLimited, new LoggedAct(caller.Operator.Name), ct);
            return tooMany;
        }

        var request = new Client.Cases.OpenCase(kind, contact.Trim(), identifier, Language: language);
        return await intake.OpenAsync(caller.Operator.Id, request, address, number => log.AppendAsync(OperatorEvents.CaseTakenIn, new LoggedAct(caller.Operator.Name, About: number), ct), ct);
    }

    /// <summary>What the caller opened lately.</summary>
    public Task<IReadOnlyList<CaseTakenIn>> ListAsync(CurrentOperator caller, CancellationToken ct) => intake.ListAsync(caller.Operator.Id, clock.GetUtcNow() - Shown, ct);
}
