using System.Globalization;
using Microsoft.Extensions.Localization;
using Tenure.Domain;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Platform.Problems;

/// <summary>A refusal's reason in the language of the request, with its figures.</summary>
internal sealed class RefusalTexts(IStringLocalizer<Refusals> texts)
{
    public string Of(Refusal refusal) =>
        texts[refusal.Code, refusal.Least ?? 0, refusal.Most ?? 0, refusal.Age is { } age ? SpokenTime.In(CultureInfo.CurrentUICulture.Name, age) : "", refusal.Place ?? 0] is { ResourceNotFound: false } text
            ? text
            : refusal.Reason;
}
