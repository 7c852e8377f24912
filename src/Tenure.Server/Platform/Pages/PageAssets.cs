using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Tenure.Server.Platform.Pages;

/// <summary>The style sheet, the icon and the scripts. They are inside the program, so that it works from any folder.</summary>
internal static class PageAssets
{
    private static readonly FrozenDictionary<string, (byte[] Bytes, string Tag)> Files =
        new[] { "tenure.css", "favicon.svg", "password-meter.js", "documents.js", "passkey.js" }.ToFrozenDictionary(name => name, Read, StringComparer.Ordinal);

    /// <summary>Address of the style sheet; it changes with the content, so that browsers keep it for good.</summary>
    public static string StyleSheet { get; } = AddressOf("tenure.css");

    /// <summary>Address of the icon.</summary>
    public static string Icon { get; } = AddressOf("favicon.svg");

    /// <summary>Address of the script that fills the meter beside a new password.</summary>
    public static string PasswordMeter { get; } = AddressOf("password-meter.js");

    /// <summary>Address of the script that sends documents in pieces.</summary>
    public static string Documents { get; } = AddressOf("documents.js");

    /// <summary>Address of the script that asks for a passkey.</summary>
    public static string Passkey { get; } = AddressOf("passkey.js");

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/tenure.css", (HttpContext context, CancellationToken ct) => Send(context, "tenure.css", "text/css; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/favicon.svg", (HttpContext context, CancellationToken ct) => Send(context, "favicon.svg", "image/svg+xml"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/documents.js", (HttpContext context, CancellationToken ct) => Send(context, "documents.js", "text/javascript; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/passkey.js", (HttpContext context, CancellationToken ct) => Send(context, "passkey.js", "text/javascript; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/password-meter.js", (HttpContext context, CancellationToken ct) => Send(context, "password-meter.js", "text/javascript; charset=utf-8"))
            .AllowAnonymous().ExcludeFromDescription();
    }

    private static FileContentHttpResult Send(HttpContext context, string name, string type)
    {
        var (bytes, tag) = Files[name];
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=300";
        return TypedResults.Bytes(bytes, type, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
    }

    private static string AddressOf(string name) => $"/{name}?v={Files[name].Tag}";

    private static (byte[] Bytes, string Tag) Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream("wwwroot/" + name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}
