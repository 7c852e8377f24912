using Microsoft.Extensions.Options;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.SignIn.Contracts;
using Tenure.Server.SignIn.Pages;

namespace Tenure.Server.SignIn;

internal static class SignInModule
{
    public static IServiceCollection AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SignInOptions>().Bind(configuration.GetSection("SignIn")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SignInOptions>, SignInOptionsValidator>();
        services.AddOptions<PasswordOptions>().Bind(configuration.GetSection("Passwords")).ValidateOnStart()
            .Validate(o => o.List.Length == 0 || File.Exists(o.List), "Passwords:List names a file that is not there.");
        services.AddSingleton<IValidateOptions<PasswordOptions>, PasswordOptionsValidator>();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SignInOptions>>().Value.ToRules());
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<SignInOptions>>().Value.ToThrottleRules());
        services.AddSingleton<PasswordHasher>().AddSingleton<Codes>().AddSingleton<SignInLog>();
        services.AddScoped<Throttles>().AddScoped<RateLimits>().AddScoped<CodeBudgets>().AddScoped<KnownDevices>().AddScoped<CheckPassword>().AddScoped<TypedAccounts>().AddScoped<SignInWithPassword>().AddScoped<ISignIn, CountedSignIn>().AddScoped<SubmitSignIn>();
        services.AddScoped<ListKnownDevices>().AddScoped<ForgetKnownDevice>();
        services.AddHostedService<SweepSignIns>();
        services.AddScoped<IErasure, EraseSignIns>().AddScoped<IExportSource, ExportedSignIns>();
        return services;
    }

    public static void MapSignIn(this IEndpointRouteBuilder app)
    {
        var devices = app.MapGroup("/api/v1/known-devices").WithTags("Known devices").RequireAuthorization(Policies.Holder);
        ListKnownDevices.Map(devices);
        ForgetKnownDevice.Map(devices);
        SubmitSignIn.Map(app);
        SignOut.Map(app);
    }
}
