using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Tenure.Domain;
using Tenure.Server.Platform.Problems;
using Tenure.Server.Platform.Telemetry;
using Tenure.Server.Platform.Texts;

namespace Tenure.Server.Platform.Pages;

/// <summary>What every page can do: know who asks, refuse a form, and go on to another page.</summary>
/// <remarks>Pages are rendered once, on the server, and work without scripts. They are public because Razor makes them so.</remarks>
public abstract class TenurePage : ComponentBase
{
    /// <summary>The request that is answered.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = default!;

    /// <summary>Ends when the browser goes away.</summary>
    protected CancellationToken Ct => Http.RequestAborted;

    /// <summary>Why the form was refused; <c>null</c> while it was not.</summary>
    protected PageProblem? Problem { get; private set; }

    private protected CurrentAccount? Visitor => CurrentAccount.From(Http.User);

    /// <summary>The signed-in person; only on pages behind <see cref="Policies.Page"/>.</summary>
    private protected CurrentAccount Me => Visitor ?? throw new InvalidOperationException("The page asks for nobody's account.");

    [Inject]
    private RefusalTexts RefusalTexts { get; set; } = default!;

    [Inject]
    private IStringLocalizer<PageTexts> PageTexts { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    /// <summary>Whether a value in the address says yes; whatever else it says means no.</summary>
    protected static bool IsTrue(string? text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A length of time in the language of the page.</summary>
    protected static string Spoken(TimeSpan time) => SpokenTime.In(CultureInfo.CurrentUICulture.Name, time);

    /// <summary>Shows the form again with the reason.</summary>
    /// <param name="refusal">The "no" of a use case.</param>
    /// <param name="field">The input it belongs to, when the page calls it otherwise than the use case.</param>
    protected void Refuse(Refusal refusal, string? field = null)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        TenureMeter.Refused(refusal.Code);
        Http.Response.StatusCode = RefusalResult.StatusOf(refusal.Kind);
        var text = RefusalTexts.Of(refusal);
        if (refusal.RetryAfter is { } wait)
        {
            var seconds = (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds));
            Http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            text += " " + seconds switch
            {
                < 120 => PageTexts["WaitSeconds", seconds],
                < 7200 => PageTexts["WaitMinutes", (seconds + 59) / 60],
                _ => PageTexts["WaitHours", (seconds + 3599) / 3600],
            };
        }

        (Problem ??= new PageProblem()).Add(field ?? refusal.Field, text);
    }

    /// <summary>Shows the form again with a reason of the page's own.</summary>
    protected void Refuse(string field, string text)
    {
        Http.Response.StatusCode = StatusCodes.Status400BadRequest;
        (Problem ??= new PageProblem()).Add(field, text);
    }

    /// <summary>There is no such thing, or it is somebody else's: the error page takes over.</summary>
    protected void NotFound() => Navigation.NotFound();

    /// <summary>Ends this page and shows another one of ours.</summary>
    [DoesNotReturn]
    protected void Go(string? path)
    {
        Navigation.NavigateTo(LocalPath.Of(path));
        throw new InvalidOperationException("Going to another page ends this one.");
    }
}
