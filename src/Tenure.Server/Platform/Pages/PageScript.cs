using System.Security.Cryptography;

namespace Tenure.Server.Platform.Pages;

/// <summary>Lets the page that asks run one script of ours. Every other page runs none.</summary>
/// <remarks>W3C Content Security Policy Level 3 §6.7.2.3, nonces: of this answer alone.</remarks>
internal sealed class PageScript
{
    private PageScript() => Nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What the policy and the page's script element say both.</summary>
    public string Nonce { get; }

    /// <summary>Of the answer to a request.</summary>
    public static PageScript For(HttpContext context)
    {
        if (context.Features.Get<PageScript>() is not { } script)
        {
            script = new PageScript();
            context.Features.Set(script);
        }

        return script;
    }
}
