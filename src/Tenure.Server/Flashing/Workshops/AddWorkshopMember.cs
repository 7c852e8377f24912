using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.AddWorkshopMember;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>A head says who works for the workshop from now on, as no head, with the password. All who work there are told, the new one too, and it is in the operators' log.</summary>
internal sealed class AddWorkshopMember(TenureDb db, WorkshopAccess access, AccountChange change, RateLimits limits, OperatorLogBook operators, ComputerMails mails, TimeProvider clock)
{
    /// <summary>Numbers of accounts are not found out here, and nobody's mailbox is filled: adding and removing together.</summary>
    public static readonly RateLimit Tries = RateLimit.Daily(20);

    public static void Map(IEndpointRouteBuilder workshops) => workshops
        .MapPost("/members", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount caller, AddWorkshopMember add, CancellationToken ct) =>
            TypedResults.From(await add.ExecuteAsync(caller, request, ct)))
        .WithSummary("Add a person to a workshop");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, Request request, CancellationToken ct)
    {
        var malformed = WellFormedText.Check(request.Workshop, "workshop") ?? WellFormedText.Check(request.Number, "number") ?? WellFormedText.Check(request.Password, "password");
        if ((malformed ?? await limits.TakeAsync(Tries, "workshop-member", caller.Id.ToString(), ct)) is { } refusal)
        {
            return refusal;
        }

        return await change.ExecuteAsync(
            caller,
            request.Password,
            async (account, token) =>
            {
                var now = clock.GetUtcNow();
                if (account.RefuseFarReaching(now) is { } stopped)
                {
                    return stopped;
                }

                var found = await access.FindForHeadAsync(caller.Id, request.Workshop, token);
                if (found.Refusal is { } no)
                {
                    return no;
                }

                var workshop = found.Value;
                if (!AccountNumber.TryRead(request.Number, out var number) || await db.Accounts.Where(a => a.Number == number && a.State == AccountState.Open).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(token) is not { } person)
                {
                    return WorkshopRefusals.MemberUnknown;
                }

                var members = await db.WorkshopMembers.Where(m => m.WorkshopId == workshop.Id).Select(m => m.AccountId).ToListAsync(token);
                if (members.Contains(person))
                {
                    return null;
                }

                if (members.Count >= Workshop.MostMembers)
                {
                    return WorkshopRefusals.MemberLimit;
                }

                db.WorkshopMembers.Add(new WorkshopMember(person, workshop.Id, isHead: false, now));
                workshop.Claim();
                await mails.OfMemberAsync([.. members, person], workshop, number, isRemoved: false, token);
                account.Claim();
                await operators.AppendAsync(OperatorEvents.WorkshopMemberAdded, new LoggedAct(null, Account: person.ToString(), About: workshop.Name), token);
                return null;
            },
            ct);
    }
}
