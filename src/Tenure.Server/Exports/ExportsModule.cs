using Microsoft.Extensions.Options;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Exports.Pages;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;

namespace Tenure.Server.Exports;

/// <summary>Everything about an account, as an archive for its person.</summary>
internal static class ExportsModule
{
    public static IServiceCollection AddExports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExportOptions>().Bind(configuration.GetSection("Exports")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExportOptions>, ExportOptionsValidator>();
        services.AddSingleton<ExportStore>().AddSingleton<ExportsLog>().AddScoped<ExportMails>();
        services.AddScoped<GetExport>().AddScoped<AskExport>().AddScoped<FetchExport>().AddScoped<DiscardExport>().AddScoped<MakeExport>();
        services.AddScoped<IErasure, EraseExports>().AddScoped<IExportSource, ExportedExports>();
        services.AddHostedService<MakeExports>().AddHostedService<SweepExports>();
        return services;
    }

    public static void MapExports(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/v1/account").WithTags("Account").RequireAuthorization(Policies.Holder);
        GetExport.Map(account);
        AskExport.Map(account);
        FetchExport.Map(account);
        DiscardExport.Map(account);
        SubmitFetch.Map(app);
    }
}
