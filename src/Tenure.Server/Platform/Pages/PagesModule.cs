using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;

namespace Tenure.Server.Platform.Pages;

/// <summary>Pages for people: rendered on the server, whole without scripts.</summary>
internal static class PagesModule
{
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSingleton<StepCookie>();
        // Chinese and Cyrillic as themselves: as entities a page would be three times as long.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(PageLanguages.Configure);
        services.AddOptions<AntiforgeryOptions>().Configure<IHostEnvironment>((o, environment) =>
        {
            o.Cookie.Name = CookieNames.Of(environment, "tenure-form");
            o.Cookie.SecurePolicy = CookieNames.Policy(environment);
            o.Cookie.Path = "/";
            o.SuppressXFrameOptionsHeader = true;
        });
        return services;
    }

    /// <summary>Before authentication: errors as pages where a person reads them.</summary>
    public static void UsePages(this IApplicationBuilder app)
    {
        app.UseWhen(PagePaths.IsPage, pages =>
        {
            pages.UseExceptionHandler("/error/500", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/error/{0}", createScopeForStatusCodePages: true);
            pages.Use(ForgetFormAsync);
        });
        app.UseWhen(context => !PagePaths.IsPage(context), programs => programs.UseStatusCodePages());
    }

    /// <summary>Looks at whose a form is. Pages say by themselves what is wrong with it; nothing else is bound to the fields of somebody else's form.</summary>
    public static void UseForms(this IApplicationBuilder app)
    {
        app.UseAntiforgery();
        app.Use((HttpContext context, RequestDelegate next) =>
            context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } checkedForm && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null
                ? throw new BadHttpRequestException("The form is not from a page of this server and person.", checkedForm.Error!)
                : next(context));
    }

    // The error page is shown in place of the answer to a form: it must not look at the form again, which may be what was wrong.
    private static async Task ForgetFormAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            if (!context.Response.HasStarted)
            {
                context.Request.Method = HttpMethods.Get;
                context.Features.Set<IAntiforgeryValidationFeature>(null);
            }
        }
    }

    public static void MapPages(this IEndpointRouteBuilder app)
    {
        PageAssets.Map(app);
        app.MapRazorComponents<App>();
    }
}
