using Authorization = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreAuthorization<System.Guid>;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using OpenIddict.Validation.AspNetCore;
using RegisteredClient = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication<System.Guid>;
using Tenure.Client.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Tokens.Contracts;
using Token = OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreToken<System.Guid>;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Tenure.Server.Tokens;

/// <summary>The authorization server. Every token is OpenIddict's; the formats are never ours.</summary>
internal static class TokensModule
{
    /// <summary>Scope of a person's client: the account itself.</summary>
    public const string AccountScope = "account";

    /// <summary>Scope of a person's client: the devices of the account.</summary>
    public const string DevicesScope = "devices";

    /// <summary>Scope of a device that speaks for itself.</summary>
    public const string DeviceScope = "device";

    public static IServiceCollection AddTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<TokenKeys>().ConfigureOptions<TokenOptions>();
        services.AddScoped<IStartUp, PrepareTokens>().AddHostedService<SweepTokens>();
        services.AddOptions<DeviceCodeOptions>().Bind(configuration.GetSection("DeviceCodes")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<DeviceCodeOptions>, DeviceCodeOptionsValidator>();
        services.AddScoped<ChallengeEndpoint>().AddScoped<OAuthRefusals>().AddSingleton<AuthSessions>().AddScoped<AuthorizationCodes>().AddScoped<TokenPrincipals>().AddScoped<DeviceCodeApproval>().AddScoped<AuthorizationApproval>();
        services.AddOpenIddict()
            .AddCore(core => core.UseEntityFrameworkCore().UseDbContext<TenureDb>().ReplaceDefaultEntities<Guid>())
            .AddCore(core => core.ReplaceTokenStore<Token, TokenStore>().ReplaceAuthorizationStore<Authorization, AuthorizationStore>())
            .AddServer(Configure)
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                // Addresses end up in logs and histories: a token is taken from the Authorization header alone (RFC 9700 §4.3.2).
                validation.UseAspNetCore().DisableAccessTokenExtractionFromQueryString().DisableAccessTokenExtractionFromBodyForm();
                // Without this an ended session's access token would work on to its end.
                validation.AddEventHandler<OpenIddict.Validation.OpenIddictValidationEvents.ValidateTokenContext>(b => b.UseScopedHandler<RequireOpenSession>().SetOrder(RequireOpenSession.Order));
            });
        services.AddSingleton<RedeemAndRenew.Elsewhere>().AddSingleton<GrantToDevice.Asked>().AddSingleton<ServerHandlers>().AddScoped<IOpenIddictServerDispatcher, ServerDispatcher>();
        services.AddSingleton<ClientCache.Known>().AddScoped<IOpenIddictApplicationCache<RegisteredClient>, ClientCache>().AddScoped<EntryCache>()
            .AddScoped<IOpenIddictTokenCache<Token>>(provider => provider.GetRequiredService<EntryCache>())
            .AddScoped<IOpenIddictAuthorizationCache<Authorization>>(provider => provider.GetRequiredService<EntryCache>());
        AddPolicies(services);
        services.AddScoped<IErasure, EraseTokens>().AddScoped<IExportSource, ExportedTokens>();
        return services;
    }

    /// <summary>Gives the protocol's requests to the authorization server. Who is signed in where they come from has nothing to do with them.</summary>
    public static void UseTokens(this IApplicationBuilder app) => app.UseWhen(PagePaths.IsProtocol, programs => programs.Use(async (context, next) =>
    {
        var schemes = context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>();
        if (await schemes.GetHandlerAsync(context, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme) is not IAuthenticationRequestHandler server || !await server.HandleRequestAsync())
        {
            await next(context);
        }
    }));

    public static void MapTokens(this IEndpointRouteBuilder app) => ChallengeEndpoint.Map(app);

    private static void Configure(OpenIddictServerBuilder server)
    {
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token")
            .SetDeviceAuthorizationEndpointUris("connect/device").SetEndUserVerificationEndpointUris("connect/verify").SetRevocationEndpointUris("connect/revoke");
        server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange().AllowDeviceAuthorizationFlow().AllowRefreshTokenFlow().AllowCustomFlow(TokenClient.EvidenceGrant);
        server.RegisterScopes(Scopes.OpenId, Scopes.OfflineAccess, AccountScope, DevicesScope, DeviceScope);
        server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1)).SetAccessTokenLifetime(TimeSpan.FromMinutes(15)).SetRefreshTokenLifetime(TimeSpan.FromDays(90))
            .SetDeviceCodeLifetime(TimeSpan.FromMinutes(10)).SetUserCodeLifetime(TimeSpan.FromMinutes(10));
        // Access tokens hold an account id, a session id and scopes: nothing that needs hiding from the client that carries them.
        server.DisableAccessTokenEncryption();
        server.Configure(o => o.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        server.AddEventHandler<HandleConfigurationRequestContext>(b => b.UseSingletonHandler<AdvertiseChallenge>());
        server.AddEventHandler<ValidateDeviceAuthorizationRequestContext>(b => b.UseScopedHandler<LimitDeviceCodes>().SetOrder(int.MaxValue));
        server.AddEventHandler<GenerateTokenContext>(b => b.UseSingletonHandler<LightTokens>().SetOrder(LightTokens.Order));
        server.RemoveEventHandler(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor);
        server.AddEventHandler<HandleRevocationRequestContext>(b => b.UseScopedHandler<RevokeSession>().SetOrder(OpenIddictServerHandlers.Revocation.RevokeToken.Descriptor.Order));
        server.AddEventHandler<HandleTokenRequestContext>(b => b.UseScopedHandler<GrantToPerson>().SetOrder(GrantToPerson.Order));
        server.AddEventHandler<HandleTokenRequestContext>(b => b.AddFilter<GrantToDevice.Asked>().UseScopedHandler<GrantToDevice>().SetOrder(GrantToPerson.Order));
        server.AddEventHandler<ApplyTokenResponseContext>(b => b.UseScopedHandler<AnswerRefusedDevice>().SetOrder(AnswerRefusedDevice.Order));
        server.RemoveEventHandler(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor);
        server.AddEventHandler<ProcessSignInContext>(b => b.Import(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor).AddFilter<RedeemAndRenew.Elsewhere>());
        server.AddEventHandler<ProcessSignInContext>(b => b.UseScopedHandler<RedeemAndRenew>().SetOrder(RedeemAndRenew.Order));
        server.AddEventHandler<ProcessSignInContext>(b => b.UseScopedHandler<TieDeviceCode>().SetOrder(TieDeviceCode.Order));
        server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndUserVerificationEndpointPassthrough()
            // Plain HTTP is refused by the host itself, except from loopback in development.
            .DisableTransportSecurityRequirement();
    }

    private static void AddPolicies(IServiceCollection services)
    {
        const string Bearer = OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Holder, p => p.AddAuthenticationSchemes(Bearer).RequireAuthenticatedUser().RequireAssertion(c => c.User.HasScope(AccountScope)))
            .AddPolicy(Policies.HolderOfDevices, p => p.AddAuthenticationSchemes(Bearer).RequireAuthenticatedUser()
                .RequireAssertion(c => c.User.HasScope(AccountScope) && c.User.HasScope(DevicesScope)))
            .AddPolicy(Policies.Device, p => p.AddAuthenticationSchemes(Bearer).RequireAuthenticatedUser().RequireAssertion(c => c.User.HasScope(DeviceScope)))
            .AddPolicy(Policies.Page, p => p.AddAuthenticationSchemes("Cookies").RequireAuthenticatedUser());
    }
}
