using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Contacts;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>A holder reads, answers, blocks and reports what who has their phone wrote. Nobody else's can be asked for.</summary>
internal sealed class HolderContacts(TenureDb db, ContactBook book, RateLimits limits, TimeProvider clock)
{
    private static readonly RateLimit PerAccount = RateLimit.Hourly(60);

    public static void Map(IEndpointRouteBuilder mine)
    {
        mine.MapGet("", async Task<Ok<IReadOnlyList<HolderContact>>> (CurrentAccount caller, HolderContacts holder, CancellationToken ct) => TypedResults.Ok(await holder.ListAsync(caller.Id, ct)))
            .WithSummary("What those wrote who have a phone of the caller's account");
        mine.MapPost("/{id}/messages", async Task<Results<NoContent, RefusalResult>> (string id, WriteContact request, CurrentAccount caller, HolderContacts holder, CancellationToken ct) =>
            TypedResults.From(await holder.WriteAsync(caller.Id, id, request.Text, ct)))
            .WithSummary("Answer");
        mine.MapPut("/{id}/block", async Task<Results<NoContent, RefusalResult>> (string id, BlockContact request, CurrentAccount caller, HolderContacts holder, CancellationToken ct) =>
            TypedResults.From(await holder.BlockAsync(caller.Id, id, request.On, ct)))
            .WithSummary("Hear nothing more of who has this phone, or do again");
        mine.MapPost("/{id}/report", async Task<Results<NoContent, RefusalResult>> (string id, CurrentAccount caller, HolderContacts holder, CancellationToken ct) =>
            TypedResults.From(await holder.ReportAsync(caller.Id, id, ct)))
            .WithSummary("Show the conversation to those who run the server");
    }

    /// <summary>All of an account, the latest first. Those that were never heard are not among them.</summary>
    public async Task<IReadOnlyList<HolderContact>> ListAsync(AccountId holder, CancellationToken ct)
    {
        List<HolderContact> shown = [];
        foreach (var thread in await db.ContactThreads.AsNoTracking().Where(t => t.Holder == holder).OrderByDescending(t => t.OpenedAt).ToListAsync(ct))
        {
            if (await book.ForHolderAsync(thread, ct) is { Messages.Count: > 0 } one)
            {
                shown.Add(one);
            }
        }

        return shown;
    }

    /// <summary>One of them, which counts as read from now on.</summary>
    public async Task<Answer<HolderContact>> ReadAsync(AccountId holder, string id, CancellationToken ct)
    {
        HolderContact? shown = null;
        return await ChangeAsync(
            holder, id,
            async thread =>
            {
                thread.Look();
                shown = await book.ForHolderAsync(thread, ct);
                return null;
            },
            ct) is { } refusal ? refusal : shown!;
    }

    public async Task<Refusal?> WriteAsync(AccountId holder, string id, string typed, CancellationToken ct)
    {
        if (ContactText.Read(typed, out var text) is { } unreadable)
        {
            return unreadable;
        }

        return await limits.TakeAsync(PerAccount, "contact-answer", holder.ToString(), ct) ?? await ChangeAsync(
            holder, id,
            async thread =>
            {
                if (thread.Write(byHolder: true, text, await book.DeviceAsync(thread, ct), clock.GetUtcNow(), out var message) is { } no)
                {
                    return no;
                }

                db.ContactMessages.Add(message!);
                return null;
            },
            ct);
    }

    /// <summary>All conversations about this phone: whoever has it may begin another one.</summary>
    public Task<Refusal?> BlockAsync(AccountId holder, string id, bool on, CancellationToken ct) => ChangeAsync(
        holder, id,
        async thread =>
        {
            foreach (var one in await db.ContactThreads.Where(t => t.DeviceId == thread.DeviceId && t.HoldingId == thread.HoldingId && t.Holder == holder).ToListAsync(ct))
            {
                one.Block(on, clock.GetUtcNow());
            }

            return null;
        },
        ct);

    public Task<Refusal?> ReportAsync(AccountId holder, string id, CancellationToken ct) => ChangeAsync(
        holder, id,
        thread =>
        {
            thread.Report(clock.GetUtcNow());
            return Task.FromResult<Refusal?>(null);
        },
        ct);

    private async Task<Refusal?> ChangeAsync(AccountId holder, string id, Func<ContactThread, Task<Refusal?>> change, CancellationToken ct) =>
        WellFormedText.Check(id, "id") ?? await book.RunAsync(async () => await book.OfHolderAsync(holder, id, ct) is { } thread ? await change(thread) : ContactRefusals.Over, ct);
}
