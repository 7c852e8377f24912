using System.Collections.Immutable;
using OpenIddict.Abstractions;
using Authorization = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreAuthorization<System.Guid>;
using Token = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreToken<System.Guid>;

namespace Tenure.Server.Tokens;

/// <summary>The tokens of one request, which OpenIddict asks for again at each of its steps, and the authorizations that were read with them. Nothing is kept from one request to the next.</summary>
/// <remarks>In place of OpenIddict's own caches, each of which costs more than what it keeps: a request has one token, or two.</remarks>
internal sealed class EntryCache(IOpenIddictTokenStore<Token> tokens, IOpenIddictAuthorizationStore<Authorization> authorizations) : IOpenIddictTokenCache<Token>, IOpenIddictAuthorizationCache<Authorization>
{
    private readonly List<Token> known = [];

    public ValueTask AddAsync(Token token, CancellationToken cancellationToken)
    {
        if (!known.Contains(token))
        {
            known.Add(token);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(Token token, CancellationToken cancellationToken)
    {
        known.Remove(token);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<Token?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        Guid.TryParse(identifier, out var id) && known.Find(token => token.Id == id) is { } found ? found : Keep(await tokens.FindByIdAsync(identifier, cancellationToken));

    public async ValueTask<Token?> FindByReferenceIdAsync(string identifier, CancellationToken cancellationToken) =>
        known.Find(token => token.ReferenceId == identifier) ?? Keep(await tokens.FindByReferenceIdAsync(identifier, cancellationToken));

    public IAsyncEnumerable<Token> FindAsync(string? subject, string? client, string? status, string? type, CancellationToken cancellationToken) =>
        tokens.FindAsync(subject, client, status, type, cancellationToken);

    public IAsyncEnumerable<Token> FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) => tokens.FindByApplicationIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<Token> FindByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken) => tokens.FindByAuthorizationIdAsync(identifier, cancellationToken);

    public IAsyncEnumerable<Token> FindBySubjectAsync(string subject, CancellationToken cancellationToken) => tokens.FindBySubjectAsync(subject, cancellationToken);

    ValueTask IOpenIddictAuthorizationCache<Authorization>.AddAsync(Authorization authorization, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    ValueTask IOpenIddictAuthorizationCache<Authorization>.RemoveAsync(Authorization authorization, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    // Without a state it is only the id that a new token was made with.
    async ValueTask<Authorization?> IOpenIddictAuthorizationCache<Authorization>.FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        Guid.TryParse(identifier, out var id) && known.Find(token => token.Authorization is { Status: not null } read && read.Id == id) is { } found
            ? found.Authorization
            : await authorizations.FindByIdAsync(identifier, cancellationToken);

    IAsyncEnumerable<Authorization> IOpenIddictAuthorizationCache<Authorization>.FindAsync(
        string? subject, string? client, string? status, string? type, ImmutableArray<string>? scopes, CancellationToken cancellationToken) =>
        authorizations.FindAsync(subject, client, status, type, scopes, cancellationToken);

    IAsyncEnumerable<Authorization> IOpenIddictAuthorizationCache<Authorization>.FindByApplicationIdAsync(string identifier, CancellationToken cancellationToken) =>
        authorizations.FindByApplicationIdAsync(identifier, cancellationToken);

    IAsyncEnumerable<Authorization> IOpenIddictAuthorizationCache<Authorization>.FindBySubjectAsync(string subject, CancellationToken cancellationToken) =>
        authorizations.FindBySubjectAsync(subject, cancellationToken);

    private Token? Keep(Token? token)
    {
        if (token is not null)
        {
            known.Add(token);
        }

        return token;
    }
}
