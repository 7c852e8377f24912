using Microsoft.Extensions.Localization;
using Tenure.Domain;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Platform.Problems;

/// <summary>A refusal's reason in the language of the request.</summary>
internal sealed class RefusalTexts(IStringLocalizer<Refusals> texts)
{
    public string Of(Refusal refusal) => texts[refusal.Code] is { ResourceNotFound: false } text ? text : refusal.Reason;
}
