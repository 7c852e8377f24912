using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Flashing;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;
using Request = Tenure.Client.Flashing.RemoveWorkshopMember;

namespace Tenure.Server.Flashing.Workshops;

/// <summary>A head says who does not work for the workshop any more, and everybody says so of themselves; without the password: it only ever makes less possible. Heads are the operator's matter.</summary>
internal sealed class RemoveWorkshopMember(TenureDb db, WorkshopAccess access, AccountChange change, RateLimits limits, OperatorLogBook operators, ComputerMails mails)
{
    public static void Map(IEndpointRouteBuilder workshops) => workshops
        .MapPost("/members/removal", async Task<Results<NoContent, RefusalResult>> (Request request, CurrentAccount caller, RemoveWorkshopMember remove, CancellationToken ct) =>
            TypedResults.From(await remove.ExecuteAsync(caller, request, ct)))
        .WithSummary("Remove a person from a workshop");

    public async Task<Refusal?> ExecuteAsync(CurrentAccount caller, Request request, CancellationToken ct)
    {
        var malformed = WellFormedText.Check(request.Workshop, "workshop") ?? WellFormedText.Check(request.Number, "number");
        if ((malformed ?? await limits.TakeAsync(AddWorkshopMember.Tries, "workshop-member", caller.Id.ToString(), ct)) is { } refusal)
        {
            return refusal;
        }

        return await change.ExecuteAsync(
            caller.Id,
            async (account, token) =>
            {
                var person = AccountNumber.TryRead(request.Number, out var number) ? await db.Accounts.Where(a => a.Number == number).Select(a => (AccountId?)a.Id).FirstOrDefaultAsync(token) : null;
                var found = await (person == caller.Id ? access.FindAsync(caller.Id, request.Workshop, token) : access.FindForHeadAsync(caller.Id, request.Workshop, token));
                if (found.Refusal is { } no)
                {
                    return no;
                }

                var workshop = found.Value;
                var members = await db.WorkshopMembers.Where(m => m.WorkshopId == workshop.Id).ToListAsync(token);
                if (members.Find(m => m.AccountId == person) is not { IsHead: false } member)
                {
                    return WorkshopRefusals.MemberUnknown;
                }

                db.WorkshopMembers.Remove(member);
                workshop.Claim();
                await mails.OfMemberAsync(members.Select(m => m.AccountId), workshop, number, isRemoved: true, token);
                account.Claim();
                await operators.AppendAsync(OperatorEvents.WorkshopMemberRemoved, new LoggedAct(null, Account: member.AccountId.ToString(), About: workshop.Name), token);
                return null;
            },
            ct);
    }
}
