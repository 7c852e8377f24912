namespace Tenure.Server.Platform.Pages;

/// <summary>Where to go after a form, as the address says: never to another server.</summary>
internal static class LocalPath
{
    /// <summary>The path itself when it is one of this server's, the start page otherwise.</summary>
    /// <remarks>
    /// Browsers read <c>//host</c> and <c>/\host</c> as other servers, and drop tabs and line ends before they read (WHATWG URL, "URL parsing").
    /// A header holds visible ASCII alone (RFC 9110 §5.5).
    /// </remarks>
    public static string Of(string? path) =>
        path is ['/', ..] and not ['/', '/', ..] && path.All(c => c is > ' ' and < '\x7f' and not '\\') ? path : "/";
}
