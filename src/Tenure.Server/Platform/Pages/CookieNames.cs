namespace Tenure.Server.Platform.Pages;

/// <summary>Names of cookies. On HTTPS they begin with <c>__Host-</c>: a browser takes such a one only from this very host, only by TLS and for all its paths, so no neighbour can plant it.</summary>
/// <remarks>RFC 6265bis §4.1.3.2. Plain HTTP is for development on loopback alone, and there browsers refuse the prefix.</remarks>
internal static class CookieNames
{
    private const string Prefix = "__Host-";

    /// <summary>The name in an answer to a request.</summary>
    public static string Of(HttpContext context, string name) => context.Request.IsHttps ? Prefix + name : name;

    /// <summary>The name where one must do for all requests: outside development they come by HTTPS alone.</summary>
    public static string Of(IHostEnvironment environment, string name) => environment.IsDevelopment() ? name : Prefix + name;

    /// <summary>Whether such a cookie is for TLS alone.</summary>
    public static CookieSecurePolicy Policy(IHostEnvironment environment) => environment.IsDevelopment() ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
}
