namespace Tenure.Server.Platform.Pages;

/// <summary>The secret of a browser that a person trusts: with it the next sign-in asks for no code. The server keeps only its hash and ends it.</summary>
internal static class KnownBrowser
{
    private const string CookieName = "tenure-browser";

    /// <summary>As long as the server's own record (account rules: 30 days, without sliding).</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public static string? Read(HttpContext context) => context.Request.Cookies[CookieNames.Of(context, CookieName)] is { Length: > 0 and <= 256 } secret ? secret : null;

    public static void Keep(HttpContext context, string? secret)
    {
        if (secret is not null)
        {
            context.Response.Cookies.Append(CookieNames.Of(context, CookieName), secret, new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                MaxAge = Lifetime,
                IsEssential = true,
            });
        }
    }
}
