using OpenIddict.Validation;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Validation.OpenIddictValidationEvents;

namespace Tenure.Server.Tokens;

/// <summary>A person's access token is as good as its session: ended or run out there, it is refused at the next call.</summary>
internal sealed class RequireOpenSession(SessionBook sessions) : IOpenIddictValidationHandler<ValidateTokenContext>
{
    /// <summary>When all else about the token is right.</summary>
    public static readonly int Order = OpenIddictValidationHandlers.Protection.ValidateAuthorizationEntry.Descriptor.Order + 500;

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        if (context.Principal is { } principal && CurrentAccount.From(principal) is { } caller && !await sessions.IsOpenAsync(caller.Id, caller.Session, context.CancellationToken))
        {
            context.Reject(Errors.InvalidToken, "The session has ended.");
        }
    }
}
