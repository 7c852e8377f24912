using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Sends a code by SMS, in the caller's unit of work, where the budgets let it.</summary>
internal sealed class CodeSms(SmsBudget budget, RateLimits limits, Outbox outbox, IOptions<ServerOptions> server)
{
    private static readonly RateLimit OfKnown = new(1, TimeSpan.FromDays(1));

    /// <summary>Sends a code to the number of an account.</summary>
    /// <param name="number">Where it goes.</param>
    /// <param name="language">The language to write in.</param>
    /// <param name="code">The code.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="usefulUntil">When the code is over.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> SendAsync(PhoneNumber number, string language, string code, Network network, DateTimeOffset usefulUntil, CancellationToken ct)
    {
        var refusal = await budget.TakeAsync(number, network, ct);
        Enqueue(refusal, number, AccountMails.SmsCode(language, code, server.Value.Name), usefulUntil);
        return refusal;
    }

    /// <summary>Sends a code to a number that somebody says is theirs.</summary>
    /// <param name="number">Where it goes.</param>
    /// <param name="language">The language to write in.</param>
    /// <param name="code">The code; <c>null</c> tells the number's owner, once a day, that it was tried to be used. It is answered alike.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="usefulUntil">When the code is over.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> SendToStrangerAsync(PhoneNumber number, string language, string? code, Network network, DateTimeOffset usefulUntil, CancellationToken ct)
    {
        var refusal = await budget.TakeForStrangerAsync(number, network, hasCode: code is not null, ct);
        if (code is not null)
        {
            Enqueue(refusal, number, AccountMails.SmsCode(language, code, server.Value.Name), usefulUntil);
        }
        else if (refusal is null && await limits.TakeAsync(OfKnown, "known-number", number.Value, ct) is null)
        {
            Enqueue(refusal, number, AccountMails.SmsKnown(language, server.Value.Name), usefulUntil);
        }

        return refusal;
    }

    /// <summary>Sends a code to a number if an account has it. Whether it has is told by no answer: it is counted and written alike, and nobody is sent anything if not.</summary>
    /// <param name="number">Where it goes.</param>
    /// <param name="language">The language to write in.</param>
    /// <param name="code">The code; good for nothing where the number is nobody's.</param>
    /// <param name="isKnown">Whether an account has the number.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="usefulUntil">When the code is over.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> SendToOwnerAsync(PhoneNumber number, string language, string code, bool isKnown, Network network, DateTimeOffset usefulUntil, CancellationToken ct)
    {
        var refusal = await budget.TakeForStrangerAsync(number, network, hasCode: isKnown, ct);
        var text = AccountMails.SmsCode(language, code, server.Value.Name);
        if (isKnown)
        {
            Enqueue(refusal, number, text, usefulUntil);
        }
        else if (refusal is null)
        {
            outbox.Pretend(new Sms(number, text, usefulUntil));
        }

        return refusal;
    }

    /// <summary>A code of <see cref="SendAsync"/> came back.</summary>
    public Task VerifiedAsync(PhoneNumber number, CancellationToken ct) => budget.VerifiedAsync(number, ct);

    /// <summary>A code of <see cref="SendToStrangerAsync"/> came back.</summary>
    public Task VerifiedByStrangerAsync(PhoneNumber number, CancellationToken ct) => budget.VerifiedForStrangerAsync(number, ct);

    private void Enqueue(Refusal? refusal, PhoneNumber number, string text, DateTimeOffset usefulUntil)
    {
        if (refusal is null)
        {
            outbox.Enqueue(new Sms(number, text, usefulUntil));
        }
    }
}
