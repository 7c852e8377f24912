using System.Globalization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Mvc;
using Tenure.Domain.SignIn;
using Tenure.Server.Data;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Sessions.Contracts;
using Tenure.Server.SignIn.Contracts;

namespace Tenure.Server.SignIn.Pages;

/// <summary>Takes the sign-in page's form. Only a refusal draws the page again: drawing it to throw it away costs half as much as all else but the hash.</summary>
internal sealed class SubmitSignIn(TenureDb db, ISignIn signIn, BrowserSession browser, StepCookie steps)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var page = new Lazy<Endpoint>(() => PageOf(app));
        app.MapPost("/sign-in", async (
            HttpContext context, SubmitSignIn submit, [FromForm(Name = "identifier")] string? identifier, [FromForm(Name = "password")] string? password,
            [FromQuery(Name = "return")] string? goOn, CancellationToken ct) =>
        {
            if (await submit.ExecuteAsync(context, new TypedSignIn(identifier?.Trim() ?? "", password ?? "", goOn), ct) is { } path)
            {
                context.Response.Redirect(LocalPath.Of(path));
                return;
            }

            context.Request.Method = HttpMethods.Get;
            context.SetEndpoint(page.Value);
            await page.Value.RequestDelegate!(context);
        })
            // The page itself answers to this method too.
            .WithOrder(-1).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Where to go on to; <c>null</c> when the page is to say why not.</summary>
    private async Task<string?> ExecuteAsync(HttpContext context, TypedSignIn typed, CancellationToken ct)
    {
        var secret = KnownBrowser.Of(context, KnownBrowser.IsShared(context) ? await SignInSubject.FindIdAsync(db, TypedIdentifier.Read(typed.Identifier), ct) : null);
        var attempt = new SignInAttempt(
            typed.Identifier, typed.Password, secret, context.CallerAddress, context.CallerName, CultureInfo.CurrentUICulture.Name);
        switch (await signIn.StartAsync(attempt, ct))
        {
            case SignInOutcome.SignedIn signedIn:
                if (!await browser.SignInAsync(context, signedIn.Ground, signedIn.Also, ct))
                {
                    context.Features.Set(new RefusedSignIn(typed.Identifier, SignInRefusals.SignInFailed));
                    return null;
                }

                KnownBrowser.Keep(context, signedIn.Ground.Account, signedIn.KnownDevice);
                return typed.Return ?? "/";
            case SignInOutcome.CodeSent sent:
                steps.Keep(context, SignInSteps.Cookie, new SignInSteps(sent.Transaction, typed.Return));
                return "/sign-in/code";
            case SignInOutcome.Refused refused:
                context.Features.Set(new RefusedSignIn(typed.Identifier, refused.Refusal));
                return null;
        }

        return null;
    }

    private static Endpoint PageOf(IEndpointRouteBuilder app) => app.DataSources.SelectMany(source => source.Endpoints)
        .First(endpoint => endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type == typeof(SignInPage));

    private sealed record TypedSignIn(string Identifier, string Password, string? Return);
}
