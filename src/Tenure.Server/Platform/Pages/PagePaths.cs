namespace Tenure.Server.Platform.Pages;

/// <summary>Tells pages from everything that programs call: only people get errors as pages.</summary>
internal static class PagePaths
{
    private static readonly string[] Programs = ["/api", "/connect", "/.well-known", "/health", "/openapi", "/reference", "/dev"];

    public static bool IsPage(HttpContext context)
    {
        var path = context.Request.Path;
        return path.StartsWithSegments("/connect/authorize", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/connect/verify", StringComparison.OrdinalIgnoreCase)
            || path.StartsWithSegments("/connect/verified", StringComparison.OrdinalIgnoreCase)
            || !Programs.Any(p => path.StartsWithSegments(p, StringComparison.OrdinalIgnoreCase));
    }
}
