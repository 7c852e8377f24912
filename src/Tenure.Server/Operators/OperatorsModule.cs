using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Operators.Pages;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Operators;

/// <summary>Those who run the server: how they sign in, what they see, what they may do, and what is written down of it.</summary>
internal static class OperatorsModule
{
    public static IServiceCollection AddOperators(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<OperatorOptions>().Bind(configuration.GetSection("Operators")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OperatorOptions>, OperatorOptionsValidator>();
        services.AddSingleton<OperatorsLog>().AddScoped<OperatorSessions>().AddScoped<OperatorCookie>().AddScoped<SignInOperator>().AddScoped<OperatorStepUp>();
        services.AddScoped<FindAccount>().AddScoped<LookAtAccount>().AddScoped<ActOnAccount>().AddScoped<TellPerson>().AddScoped<ReadOperatorLog>();
        services.AddScoped<FindDevices>().AddScoped<LookAtDevice>().AddScoped<ReadDeviceCases>().AddScoped<ReadAlarms>().AddScoped<ReadFlashing>().AddScoped<ReadTickets>().AddScoped<ReadWorkshops>();
        services.AddScoped<OperatorBook>().AddScoped<WorkOnCases>().AddScoped<OpenCaseForCaller>().AddScoped<ConfirmRole>().AddScoped<RaiseAgentAlarm>().AddScoped<IErasure, CloseAccount>();
        services.AddSingleton<PasskeyParty>().AddScoped<PasskeyCheck>().AddScoped<SignWithPasskey>().AddScoped<RegisterPasskey>().AddScoped<RemovePasskey>();
        services.AddHostedService<SweepOperatorSessions>().AddHostedService<DrawAgents>().AddHostedService<WatchAgents>().AddHostedService<ReportDecoys>();
        services.AddAuthentication().AddCookie(OperatorCookie.Scheme);
        services.AddOptions<CookieAuthenticationOptions>(OperatorCookie.Scheme).Configure<IHostEnvironment>(OperatorCookie.Configure);
        services.AddAuthorizationBuilder().AddPolicy(Policies.Operator, p => p.AddAuthenticationSchemes(OperatorCookie.Scheme).RequireAuthenticatedUser());
        return services;
    }

    /// <summary>On pages of operators nobody is signed in but an operator, whoever else uses the browser. After the people's own step.</summary>
    public static void UseOperators(this IApplicationBuilder app) => app.UseWhen(
        PagePaths.IsOperators,
        pages => pages.Use(async (context, next) =>
        {
            context.User = (await context.AuthenticateAsync(OperatorCookie.Scheme)).Principal ?? new System.Security.Claims.ClaimsPrincipal();
            // Nothing of it stays in a browser's memory.
            context.Response.Headers.CacheControl = "no-cache, no-store";
            if (await context.RequestServices.GetRequiredService<OperatorSessions>().IsElsewhereAsync(context, context.RequestAborted))
            {
                context.Response.Redirect("/operator/cases");
                return;
            }

            await next(context);
        }));

    public static void MapOperators(this IEndpointRouteBuilder app)
    {
        SignOutOperator.Map(app);
        ShowCaseDocument.Map(app);
        IssuePasskeyNonce.Map(app);
        SwitchOperatorLanguage.Map(app);
    }
}
