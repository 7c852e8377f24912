using System.Globalization;

namespace Tenure.Server.Platform.Pages;

/// <summary>What browsers may do with our answers. In this one place, for pages and API alike.</summary>
/// <remarks>OWASP ASVS 5.0 V3.4. W3C Content Security Policy Level 3.</remarks>
internal static class SecurityHeaders
{
    // Browsers hold redirects after a form against form-action, and a sign-in for the command line ends on its loopback address (RFC 8252 §7.3).
    private const string Strict =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        + "form-action 'self' http://127.0.0.1:* http://[::1]:*";

    // A script of ours sets texts, never markup.
    private const string NoMarkup = "require-trusted-types-for 'script'; trusted-types 'none'";

    // The API reference is a script that writes its own styles.
    private const string Reference =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

    private const string NoFeatures =
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), fullscreen=(), geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

    /// <summary>At the last moment, so that no error page, redirect or early answer goes without them.</summary>
    public static void Use(IApplicationBuilder app, IHostEnvironment environment)
    {
        var isReal = !environment.IsDevelopment();
        app.Use((context, next) =>
        {
            context.Response.OnStarting(() =>
            {
                Write(context, isReal);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static void Write(HttpContext context, bool isReal)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments("/reference", StringComparison.Ordinal) ? Reference
            : context.Features.Get<PageScript>() is { } script ? string.Create(CultureInfo.InvariantCulture, $"{Strict}; script-src 'nonce-{script.Nonce}'; connect-src 'self'; {NoMarkup}")
            : Strict;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = NoFeatures;
        if (isReal && context.Request.IsHttps)
        {
            // A year; RFC 6797 §6.1.
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
