using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Proofs.Contracts;

/// <summary>Tells the person of an account at every address that is proven: a thief who has one of them cannot hide what they do.</summary>
internal sealed class Announcements(AccountDirectory accounts, Outbox outbox)
{
    /// <summary>Adds a mail for each address to the unit of work; the caller saves.</summary>
    public async Task ToAllAsync(AccountId account, Letter letter, CancellationToken ct)
    {
        foreach (var address in await accounts.EmailsAsync(account, ct))
        {
            outbox.Enqueue(letter.To(address.Value));
        }
    }
}
