using Microsoft.Extensions.Options;
using Tenure.Domain;
using Tenure.Domain.Accounts;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Sms;

namespace Tenure.Server.Accounts.Contracts;

/// <summary>Sends a code by SMS, in the caller's unit of work, where the budgets let it.</summary>
internal sealed class CodeSms(SmsBudget budget, Outbox outbox, IOptions<ServerOptions> server)
{
    /// <param name="number">Where it goes.</param>
    /// <param name="language">The language to write in.</param>
    /// <param name="code">The code; <c>null</c> tells the number's owner that it was tried to be used, at the same cost.</param>
    /// <param name="network">Who asks.</param>
    /// <param name="usefulUntil">When the code is over.</param>
    /// <param name="ct">Ends the call.</param>
    public async Task<Refusal?> SendAsync(PhoneNumber number, string language, string? code, Network network, DateTimeOffset usefulUntil, CancellationToken ct)
    {
        if (await budget.TakeAsync(number, network, ct) is { } refusal)
        {
            return refusal;
        }

        var text = code is null ? AccountMails.SmsKnown(language, server.Value.Name) : AccountMails.SmsCode(language, code, server.Value.Name);
        outbox.Enqueue(new Sms(number, text, usefulUntil));
        return null;
    }

    /// <summary>A code came back.</summary>
    public Task VerifiedAsync(PhoneNumber number, CancellationToken ct) => budget.VerifiedAsync(number, ct);
}
