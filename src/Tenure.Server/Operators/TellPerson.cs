using System.Globalization;
using System.Resources;
using Tenure.Domain.Accounts;
using Tenure.Server.Accounts.Contracts;
using Tenure.Server.Platform.Mail;

namespace Tenure.Server.Operators;

/// <summary>What a person is told of an operator's act on their account, wherever they are told of such things and on their own page: what, and the reason; never who the operator was.</summary>
internal sealed class TellPerson(Notices notices, SecurityEvents events, TimeProvider clock)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Operators.Texts.OperatorMails", typeof(TellPerson).Assembly);

    /// <summary>Adds the messages to the unit of work; the caller saves.</summary>
    public async Task ToldAsync(Account account, AccountAct act, string reason, CancellationToken ct)
    {
        events.RecordFromOutside(account.Id, KindOf(act), reason);
        var language = Languages.Nearest(account.Language);
        var culture = CultureInfo.GetCultureInfo(language);
        var at = clock.GetUtcNow().UtcDateTime.ToString("f", culture);
        var letter = new Letter(
            language, Text($"{act}Subject", culture), [string.Format(culture, Text($"{act}Intro", culture), at), string.Format(culture, Text("Reason", culture), reason), Text($"{act}Effect", culture), Text("Advice", culture)]);
        await notices.SendAsync(account.Id, letter, ct);
    }

    private static SecurityEventKind KindOf(AccountAct act) => act switch
    {
        AccountAct.Suspend => SecurityEventKind.Suspended,
        AccountAct.LiftSuspension => SecurityEventKind.SuspensionLifted,
        AccountAct.EndSessions => SecurityEventKind.SessionsEndedByOperator,
    };

    private static string Text(string name, CultureInfo culture) =>
        Texts.GetString(name, culture) ?? throw new MissingManifestResourceException($"The text {name} is missing.");
}
