using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Tenure.Server.Platform.Pages;

/// <summary>
/// What a person has done so far in a form of several pages, kept in their own browser: encrypted, unreadable by scripts, gone when it is over.
/// The ids in it let whoever has them go on, so they never stand in an address.
/// </summary>
internal sealed class StepCookie(IDataProtectionProvider protection)
{
    /// <summary>Longer than any step may take; what it points to on the server ends earlier.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public void Keep<T>(HttpContext context, string name, T steps)
        where T : class =>
        context.Response.Cookies.Append(NameOf(context, name), Protector(name).Protect(JsonSerializer.Serialize(steps)), Options(context));

    public T? Read<T>(HttpContext context, string name)
        where T : class
    {
        try
        {
            return context.Request.Cookies[NameOf(context, name)] is { Length: > 0 } value ? JsonSerializer.Deserialize<T>(Protector(name).Unprotect(value)) : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Too old, from before a change of keys, or not ours: the person begins again.
            return null;
        }
    }

    public static void Drop(HttpContext context, string name) => context.Response.Cookies.Delete(NameOf(context, name), Options(context));

    private static string NameOf(HttpContext context, string name) => CookieNames.Of(context, "tenure-" + name);

    private IDataProtector Protector(string name) => protection.CreateProtector("Tenure.Pages.StepCookie", name);

    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        Secure = context.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        MaxAge = Lifetime,
        IsEssential = true,
    };
}
