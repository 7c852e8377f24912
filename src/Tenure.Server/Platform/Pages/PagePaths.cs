namespace Tenure.Server.Platform.Pages;

/// <summary>Tells pages from everything that programs call: only people get errors as pages.</summary>
internal static class PagePaths
{
    private static readonly string[] Programs = ["/api", "/connect", "/.well-known", "/health", "/openapi", "/reference", "/dev"];

    private static readonly string[] ConnectPages = ["/connect/authorize", "/connect/verify", "/connect/verified"];

    private static readonly string[] Protocol = ["/connect/token", "/connect/device", "/connect/revoke"];

    private static readonly string[] Operators = ["/operator"];

    public static bool IsPage(HttpContext context) => !Is(context, Programs) || Is(context, ConnectPages);

    /// <summary>Whether nobody but the page itself has to do with a request: not the authorization server, of whose protocol some pages are a part.</summary>
    public static bool IsPageAlone(HttpContext context) => !Is(context, Programs);

    /// <summary>Whether a request says itself who is meant, and nobody is signed in before it: the native sign-in.</summary>
    public static bool IsNativeSignIn(HttpContext context) => context.Request.Path == "/connect/challenge";

    /// <summary>Whether a request is the authorization server's alone: a program's, of which no page and no session is a part.</summary>
    public static bool IsProtocol(HttpContext context) => Is(context, Protocol);

    /// <summary>Whether a page is for those who run the server: no holder is signed in there.</summary>
    public static bool IsOperators(HttpContext context) => Is(context, Operators);

    private static bool Is(HttpContext context, string[] paths) => paths.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase));
}
