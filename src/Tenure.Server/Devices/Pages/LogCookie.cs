using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Devices.Pages;

/// <summary>The last signed checkpoint of the log that this browser was shown. It names nobody, and is the server's own word: the cookie protects nothing and needs no secret.</summary>
internal static class LogCookie
{
    private const string CookieName = "tenure-log";

    /// <summary>What it brings back, whatever that is.</summary>
    public static string? Read(HttpContext context) => context.Request.Cookies[CookieNames.Of(context, CookieName)];

    /// <summary>Keeps one for a year. One that the log does not fit is never put in the place of another: the browser keeps the proof.</summary>
    public static void Keep(HttpContext context, string signed) => context.Response.Cookies.Append(CookieNames.Of(context, CookieName), signed, new CookieOptions
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
    });
}
