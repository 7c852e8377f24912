using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tenure.Client.Contacts;
using Tenure.Domain;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Devices.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Problems;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>Who has a phone in hand writes to its holder: by the digits that it shows, once. Whether somebody is there, reads, or has had enough, the answer is the same.</summary>
internal sealed class OpenContact(TenureDb db, StatusDigits digits, ContactMails mails, RateLimits limits, IssuerUrl issuer, TimeProvider clock)
{
    private static readonly RateLimit PerNetwork = RateLimit.Hourly(10);
    private static readonly RateLimit PerDevice = RateLimit.Daily(5);

    public static void Map(IEndpointRouteBuilder contacts) => contacts
        .MapPost("", async Task<Results<Ok<ContactOpened>, RefusalResult>> (Client.Contacts.OpenContact request, HttpContext context, OpenContact open, CancellationToken ct) =>
            TypedResults.From(await open.ExecuteAsync(request, context.CallerNetwork, ct)))
        .WithSummary("Write to the holder of a phone whose eight digits one sees");

    public async Task<Answer<ContactOpened>> ExecuteAsync(Client.Contacts.OpenContact request, Network network, CancellationToken ct)
    {
        // The digits are used up last: a message that cannot be sent costs none.
        if ((ContactText.Read(request.Text, out var text) ?? WellFormedText.Check(request.Code, "code")) is { } unreadable)
        {
            return unreadable;
        }

        if (await limits.TakeAsync(PerNetwork, "contact", network.Prefix, ct) is { } often)
        {
            return often;
        }

        var taken = await digits.TakeAsync(request.Code, network, ct);
        if (taken.Refusal is { } refusal)
        {
            return refusal;
        }

        var device = taken.Value;
        if (device.HoldingId is not { } holding || device.State == DeviceState.Free)
        {
            return ContactRefusals.Free;
        }

        if (await limits.TakeAsync(PerDevice, "contact-device", device.Id.Value, ct) is { } tooMany)
        {
            return tooMany;
        }

        var (secret, now) = (Codes.DrawId(), clock.GetUtcNow());
        // Who blocked one conversation about a phone blocked who has it.
        var isBlocked = await db.ContactThreads.AnyAsync(t => t.DeviceId == device.Id && t.HoldingId == holding && t.BlockedAt != null, ct);
        var thread = new ContactThread(new Guid(RandomNumberGenerator.GetBytes(16)), device, Codes.KeyOf(secret), isBlocked, now);
        if (thread.Write(byHolder: false, text, device, now, out var message) is { } no)
        {
            return no;
        }

        db.ContactThreads.Add(thread);
        db.ContactMessages.Add(message!);
        await mails.WrittenAsync(thread, device, now, ct);
        await db.SaveChangesAsync(ct);
        return new ContactOpened(secret, new Uri(issuer.Value, $"contact/{secret}").ToString(), thread.EndsAt);
    }
}
