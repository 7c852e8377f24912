using Microsoft.AspNetCore.Antiforgery;

namespace Tenure.Server.Platform.Pages;

/// <summary>Pages for people: rendered on the server, without scripts.</summary>
internal static class PagesModule
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<StepCookie>();
        services.Configure<RequestLocalizationOptions>(PageLanguages.Configure);
        services.Configure<AntiforgeryOptions>(o =>
        {
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>Before authentication: headers, and errors as pages where a person reads them.</summary>
    public static void UsePages(this IApplicationBuilder app)
    {
        SecurityHeaders.Use(app);
        app.UseWhen(PagePaths.IsPage, pages =>
        {
            pages.UseExceptionHandler("/error/500", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
        });
    }

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        PageAssets.Map(app);
        app.MapRazorComponents<App>();
    }
}
