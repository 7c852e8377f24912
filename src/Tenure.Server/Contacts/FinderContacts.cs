using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Tenure.Client.Contacts;
using Tenure.Domain;
using Tenure.Domain.Contacts;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>A finder reads and goes on with a conversation, by the secret of its link.</summary>
internal sealed class FinderContacts(TenureDb db, ContactBook book, ContactMails mails, RateLimits limits, TimeProvider clock)
{
    /// <summary>The header in which the secret comes.</summary>
    public const string Header = "Contact-Secret";

    private static readonly RateLimit PerNetwork = RateLimit.Hourly(60);

    public static void Map(IEndpointRouteBuilder contacts)
    {
        contacts.MapGet("/mine", async Task<Results<Ok<FinderContact>, RefusalResult>> ([FromHeader(Name = Header)] string? secret, FinderContacts finder, CancellationToken ct) =>
            TypedResults.From(await finder.ReadAsync(secret ?? "", ct)))
            .WithSummary("A conversation, as its finder sees it");
        contacts.MapPost("/mine/messages", async Task<Results<NoContent, RefusalResult>> ([FromHeader(Name = Header)] string? secret, WriteContact request, HttpContext context, FinderContacts finder, CancellationToken ct) =>
            TypedResults.From(await finder.WriteAsync(secret ?? "", request.Text, context.CallerNetwork, ct)))
            .WithSummary("Write once more to the holder");
    }

    /// <summary>Refuses with <c>contact_over</c>.</summary>
    public async Task<Answer<FinderContact>> ReadAsync(string secret, CancellationToken ct) =>
        WellFormedText.IsWellFormed(secret) && await book.BySecretAsync(secret, ct) is { } thread ? await book.ForFinderAsync(thread, ct) : ContactRefusals.Over;

    public async Task<Refusal?> WriteAsync(string secret, string typed, Network network, CancellationToken ct)
    {
        if ((ContactText.Read(typed, out var text) ?? WellFormedText.Check(secret, "secret")) is { } unreadable)
        {
            return unreadable;
        }

        if (await limits.TakeAsync(PerNetwork, "contact-write", network.Prefix, ct) is { } often)
        {
            return often;
        }

        return await book.RunAsync(
            async () =>
            {
                if (await book.BySecretAsync(secret, ct) is not { } thread || await book.DeviceAsync(thread, ct) is not { } device)
                {
                    return ContactRefusals.Over;
                }

                var now = clock.GetUtcNow();
                if (thread.Write(byHolder: false, text, device, now, out var message) is { } no)
                {
                    return no;
                }

                db.ContactMessages.Add(message!);
                await mails.WrittenAsync(thread, device, now, ct);
                return null;
            },
            ct);
    }
}
