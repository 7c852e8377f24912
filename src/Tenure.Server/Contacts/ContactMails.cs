using System.Globalization;
using System.Resources;
using Microsoft.EntityFrameworkCore;
using Tenure.Domain.Accounts;
using Tenure.Domain.Contacts;
using Tenure.Domain.Devices;
using Tenure.Domain.SignIn;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Data;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.Contacts;

/// <summary>Tells a holder that somebody wrote: never what, for who steals phones writes letters that look like ours. Where nobody is to be told, as much is done and nothing is sent.</summary>
internal sealed class ContactMails(TenureDb db, RateLimits limits, Notices notices, SecurityEvents events, Outbox outbox, IssuerUrl issuer)
{
    private static readonly RateLimit SmsOfHolder = RateLimit.Daily(1);
    private static readonly ResourceManager Texts = new("Tenure.Server.Contacts.Texts.ContactMails", typeof(ContactMails).Assembly);

    /// <summary>In the unit of work of the message.</summary>
    public async Task WrittenAsync(ContactThread thread, Device device, DateTimeOffset now, CancellationToken ct)
    {
        var isTold = thread.Tell(now);
        var holder = isTold ? thread.Holder ?? default : default;
        var letter = LetterOf(thread, await db.Accounts.Where(a => a.Id == holder).Select(a => a.Language).FirstOrDefaultAsync(ct) ?? Languages.Default, device.Model);
        // Who has the phone begins conversations: they must not use up the SMS by which its holder hears of a release or a new address.
        var bySms = await limits.TakeAsync(SmsOfHolder, "contact-sms", holder.ToString(), ct) is null;
        await notices.SendAsync(holder, letter, letter, [], ct, bySms: bySms);
        if (isTold)
        {
            // Without the finder's network: the holder learns nothing of them.
            events.RecordFromOutside(holder, SecurityEventKind.FinderWrote, device.Model);
            return;
        }

        outbox.Pretend(letter.To("nobody@localhost"));
    }

    private Letter LetterOf(ContactThread thread, string language, string model)
    {
        var nearest = Languages.Nearest(language);
        var culture = CultureInfo.GetCultureInfo(nearest);
        return new Letter(
            nearest, Text("Subject", culture),
            string.Format(culture, Text("Text", culture), model, new Uri(issuer.Value, $"contacts/{thread.Id:N}")).Trim().Split("\n\n"));
    }

    private static string Text(string name, CultureInfo culture) => Texts.GetString(name, culture) ?? throw new MissingManifestResourceException(name);
}
