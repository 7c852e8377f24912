using Microsoft.AspNetCore.Authentication.Cookies;
using Tenure.Server.Platform;
using Tenure.Server.Sessions.Contracts;

namespace Tenure.Server.Sessions;

internal static class SessionsModule
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddScoped<SessionBook>().AddScoped<BrowserSession>().AddScoped<CookieSessions>().AddSingleton<SessionLog>();
        services.AddScoped<ListSessions>().AddScoped<EndSession>().AddScoped<EndOtherSessions>();
        services.AddHostedService<SweepSessions>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(o =>
        {
            o.EventsType = typeof(CookieSessions);
            o.Cookie.Name = "tenure";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.LoginPath = "/sign-in";
            o.AccessDeniedPath = "/sign-in";
            o.ReturnUrlParameter = "return";
            o.SlidingExpiration = false;
        });
        return services;
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
