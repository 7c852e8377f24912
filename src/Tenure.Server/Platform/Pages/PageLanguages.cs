using System.Globalization;
using Microsoft.AspNetCore.Localization;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Platform.Pages;

/// <summary>Which language a request is answered in: the account's, then the one chosen by the switch, then the browser's.</summary>
/// <remarks>The account's own provider is put in front by the capability that knows accounts.</remarks>
internal static class PageLanguages
{
    private const string CookieName = "tenure-language";

    public static void Configure(RequestLocalizationOptions options)
    {
        options.DefaultRequestCulture = new RequestCulture(Languages.Default);
        options.SupportedCultures = [.. Languages.All.Select(CultureInfo.GetCultureInfo)];
        options.SupportedUICultures = options.SupportedCultures;
        options.FallBackToParentCultures = true;
        options.FallBackToParentUICultures = true;
        options.ApplyCurrentCultureToResponseHeaders = true;
        options.RequestCultureProviders =
        [
            new CustomRequestCultureProvider(context => Task.FromResult(
                context.Request.Cookies[CookieNames.Of(context, CookieName)] is { } tag && Languages.All.Contains(tag) ? new ProviderCultureResult(tag) : null)),
            new CustomRequestCultureProvider(context => Task.FromResult(OfBrowser(context))),
        ];
    }

    /// <summary>The language's own name for itself.</summary>
    public static string NameOf(string tag) => tag switch
    {
        "zh-Hans" => "简体中文",
        "ru" => "Русский",
        "de" => "Deutsch",
        "es" => "Español",
        _ => "English",
    };

    // The framework's own provider knows zh-CN but not plain zh, and would let zh-TW, which we do not write, stand before English.
    private static ProviderCultureResult? OfBrowser(HttpContext context) =>
        context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(asked => asked.Quality ?? 1).Select(asked => asked.Value.Value ?? "").FirstOrDefault(IsSpoken) is { } tag
            ? new ProviderCultureResult(Languages.Nearest(tag))
            : null;

    private static bool IsSpoken(string tag) =>
        Languages.Nearest(tag) != Languages.Default || tag.Split('-')[0].Equals(Languages.Default, StringComparison.OrdinalIgnoreCase);

    /// <summary>Keeps the choice in this browser for a year.</summary>
    public static void Keep(HttpContext context, string tag) => context.Response.Cookies.Append(CookieNames.Of(context, CookieName), Languages.Nearest(tag), new CookieOptions
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
    });
}
