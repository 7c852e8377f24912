using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

internal static class SessionsModule
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddScoped<SessionBook>().AddScoped<SessionEnding>().AddScoped<BrowserSession>().AddScoped<CookieSessions>().AddSingleton<SessionLog>();
        services.AddScoped<ListSessions>().AddScoped<EndSession>().AddScoped<EndOtherSessions>();
        services.AddHostedService<SweepSessions>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o =>
        {
            o.EventsType = typeof(CookieSessions);
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.Path = "/";
            o.LoginPath = "/sign-in";
            o.AccessDeniedPath = "/sign-in";
            o.ReturnUrlParameter = "return";
            o.SlidingExpiration = false;
        });
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme).Configure<IHostEnvironment>((o, environment) =>
        {
            o.Cookie.Name = CookieNames.Of(environment, "tenure");
            o.Cookie.SecurePolicy = CookieNames.Policy(environment);
        });
        services.AddScoped<IErasure, EraseSessions>().AddScoped<IExportSource, ExportedSessions>();
        return services;
    }

    /// <summary>Finds out who calls. The authorization server looks at each request that the framework's own step sees: pages of ours are spared that, and so is what no session is a part of.</summary>
    public static void UseAuthentications(this IApplicationBuilder app)
    {
        // Otherwise the host puts the framework's own step in front of everything, since it finds none outside of branches.
        app.Properties["__AuthenticationMiddlewareSet"] = true;
        app.UseWhen(PagePaths.IsPageAlone, pages => pages.Use(SignedInByCookieAsync));
        app.UseWhen(context => !PagePaths.IsPageAlone(context) && !PagePaths.IsNativeSignIn(context) && !PagePaths.IsProtocol(context), programs => programs.UseAuthentication());
    }

    private static async Task SignedInByCookieAsync(HttpContext context, RequestDelegate next)
    {
        if (await context.AuthenticateAsync(CookieSessions.Scheme) is { Principal: { } person })
        {
            context.User = person;
        }

        await next(context);
    }

    public static void UseSessions(this IApplicationBuilder app) => app.UseMiddleware<TouchSession>();

    public static void MapSessions(this IEndpointRouteBuilder app)
    {
        var sessions = app.MapGroup("/api/v1/sessions").WithTags("Sessions").RequireAuthorization(Policies.Holder);
        ListSessions.Map(sessions);
        EndSession.Map(sessions);
        EndOtherSessions.Map(sessions);
    }
}
