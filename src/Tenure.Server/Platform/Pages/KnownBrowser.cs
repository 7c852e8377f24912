using System.Security.Cryptography;
using System.Text;
using Tenure.Domain.Accounts;

namespace Tenure.Server.Platform.Pages;

/// <summary>
/// The secrets of a browser that people trust: with theirs the next sign-in asks for no code. One cookie holds those of the last accounts that were used here, each with a mark of
/// its account, the latest first. The server keeps only their hashes and ends them.
/// </summary>
internal static class KnownBrowser
{
    /// <summary>Accounts that one browser stays known to; of more, the oldest is asked for a code again.</summary>
    public const int MostAccounts = 5;

    private const string CookieName = "tenure-browser";
    private const int LongestCookie = 512;
    private const char Next = '~';
    private const char Marked = '.';

    /// <summary>As long as the server's own record (account rules: 30 days, without sliding).</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Whether there are secrets of several accounts, so that it matters whose is asked for.</summary>
    public static bool IsShared(HttpContext context) => Read(context).Count > 1;

    /// <summary>The secret of an account; without one, the only secret or the one without a mark, which may be anybody's.</summary>
    public static string? Of(HttpContext context, AccountId? account)
    {
        var entries = Read(context);
        var mark = account is { } id ? MarkOf(id) : null;
        return (entries.Find(e => e.Mark == mark && mark is not null) ?? entries.Find(e => e.Mark.Length == 0 || entries.Count == 1))?.Secret;
    }

    /// <summary>Keeps the secret of an account in front of the others, in place of an older one of the same account.</summary>
    public static void Keep(HttpContext context, AccountId account, string? secret)
    {
        if (secret is null)
        {
            return;
        }

        var mark = MarkOf(account);
        var entries = Read(context).Where(e => e.Mark != mark).Prepend(new Entry(mark, secret)).Take(MostAccounts);
        context.Response.Cookies.Append(CookieNames.Of(context, CookieName), string.Join(Next, entries.Select(e => e.Mark.Length > 0 ? $"{e.Mark}{Marked}{e.Secret}" : e.Secret)), new CookieOptions
        {
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = Lifetime,
            IsEssential = true,
        });
    }

    private static List<Entry> Read(HttpContext context) => context.Request.Cookies[CookieNames.Of(context, CookieName)] is { Length: > 0 and <= LongestCookie } cookie
        ? [.. cookie.Split(Next, StringSplitOptions.RemoveEmptyEntries).Take(MostAccounts).Select(EntryOf)]
        : [];

    private static Entry EntryOf(string text) => text.IndexOf(Marked, StringComparison.Ordinal) is > 0 and var at ? new(text[..at], text[(at + 1)..]) : new("", text);

    // Tells accounts of one browser apart, and says nothing to who finds the cookie.
    private static string MarkOf(AccountId account) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes($"tenure-browser {account}")))[..12];

    private sealed record Entry(string Mark, string Secret);
}
