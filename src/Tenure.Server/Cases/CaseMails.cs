using System.Globalization;
using System.Resources;
using Tenure.Domain.Cases;
using Tenure.Domain.SignIn;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Mail;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Cases;

/// <summary>The mails about a case.</summary>
internal sealed class CaseMails(IssuerUrl issuer)
{
    private static readonly ResourceManager Texts = new("Tenure.Server.Cases.Texts.CaseMails", typeof(CaseMails).Assembly);

    /// <summary>To its person: the code, and the link that leads back to the case.</summary>
    public Letter Opened(Case one, string code, string secret, TimeSpan life) => new(
        one.Language,
        Text("OpenedSubject", one.Language, CaseNumber.Grouped(one.Number)),
        [
            Text("OpenedIntro", one.Language, CaseNumber.Grouped(one.Number)), Text("CodeLife", one.Language, SpokenTime.In(one.Language, life)), Text("OpenedLink", one.Language),
            new Uri(issuer.Value, $"case/{one.Number}/{secret}").AbsoluteUri, Text("OpenedWarning", one.Language),
        ],
        CodeText.Spaced(code));

    /// <summary>To its person: another code.</summary>
    public static Letter Code(Case one, string code, TimeSpan life) => new(
        one.Language, Text("OpenedSubject", one.Language, CaseNumber.Grouped(one.Number)),
        [Text("OpenedIntro", one.Language, CaseNumber.Grouped(one.Number)), Text("CodeLife", one.Language, SpokenTime.In(one.Language, life)), Text("OpenedWarning", one.Language)], CodeText.Spaced(code));

    /// <summary>To every address of the account that a case is about: what is asked for, when it is given at the earliest, and how to object.</summary>
    public Letter Announced(Case one, string language, string? model, string secret)
    {
        var name = one.Kind == CaseKind.Release ? "AnnouncedRelease" : "AnnouncedRecovery";
        return new(
            language,
            Text(name + "Subject", language),
            [
                Text(name + "Intro", language, CaseNumber.Grouped(one.Number), one.DueAt!.Value.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(language)), model ?? ""), Text("AnnouncedObject", language),
                new Uri(issuer.Value, "case/objection/" + secret).AbsoluteUri,
            ]);
    }

    /// <summary>To every address of the account: somebody objected.</summary>
    public Letter Contested(Case one, string language) => new(
        language, Text("ContestedSubject", language, CaseNumber.Grouped(one.Number)),
        [Text("ContestedIntro", language, CaseNumber.Grouped(one.Number)), Text("ContestedAdvice", language), new Uri(issuer.Value, "cases").AbsoluteUri]);

    /// <summary>To every address of the account: the wait is over, and what was asked for is given.</summary>
    public Letter Granted(Case one, string language) => new(
        language, Text("GrantedSubject", language, CaseNumber.Grouped(one.Number)),
        [Text(one.Kind == CaseKind.Release ? "GrantedRelease" : "GrantedRecovery", language, CaseNumber.Grouped(one.Number)), Text("ContestedAdvice", language), new Uri(issuer.Value, "cases").AbsoluteUri]);

    /// <summary>To its person: there is news; of a phone that may go what to do next, and until when.</summary>
    public Letter Moved(Case one) => new(
        one.Language,
        Text("MovedSubject", one.Language, CaseNumber.Grouped(one.Number)),
        [
            Text("MovedIntro", one.Language, CaseNumber.Grouped(one.Number)),
            .. one.LetGoUntil is { } until ? new[] { Text("MovedLetGo", one.Language, until.UtcDateTime.ToString("f", CultureInfo.GetCultureInfo(one.Language))) } : [],
            Text("MovedLink", one.Language), new Uri(issuer.Value, $"case/again/{one.Number}").AbsoluteUri, Text("MovedAdvice", one.Language),
        ]);

    /// <summary>To the proven address of a case: a link in place of the one before.</summary>
    /// <param name="number">The case, without its hyphen.</param>
    /// <param name="language">What its person reads.</param>
    /// <param name="secret">In the link.</param>
    public Letter Link(string number, string language, string secret) => new(
        language,
        Text("LinkSubject", language, CaseNumber.Grouped(number)),
        [
            Text("LinkIntro", language, CaseNumber.Grouped(number)), Text("OpenedLink", language), new Uri(issuer.Value, $"case/{number}/{secret}").AbsoluteUri, Text("LinkWarning", language),
        ]);

    private static string Text(string name, string language, params object[] values) =>
        string.Format(CultureInfo.GetCultureInfo(language), Texts.GetString(name, CultureInfo.GetCultureInfo(language))!, values);
}
