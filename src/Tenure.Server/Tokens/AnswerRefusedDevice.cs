using Microsoft.AspNetCore;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Tenure.Domain;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>Tells a device that gets no token what the native sign-in tells people: the code of the refusal, its words, and when to come again.</summary>
internal sealed class AnswerRefusedDevice(OAuthRefusals refusals) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    /// <summary>After the status is set, before the answer is written.</summary>
    public static readonly int Order = OpenIddictServerAspNetCoreHandlers.AttachHttpResponseCode<ApplyTokenResponseContext>.Descriptor.Order + 500;

    /// <summary>Keeps why a device gets nothing for the answer.</summary>
    public static void Refuse(HandleTokenRequestContext context, Refusal refusal)
    {
        context.Transaction.SetProperty(nameof(AnswerRefusedDevice), refusal);
        context.Reject(Errors.InvalidGrant, refusal.Reason);
    }

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Transaction.GetProperty<Refusal>(nameof(AnswerRefusedDevice)) is { } refusal && context.Transaction.GetHttpRequest()?.HttpContext is { } http)
        {
            var (error, status) = refusals.Say(http, Errors.InvalidGrant, refusal);
            http.Response.StatusCode = status;
            context.Response["refusal"] = error.Refusal;
            context.Response["message"] = error.Message;
            context.Response["retry_after"] = error.RetryAfter;
        }

        return default;
    }
}
