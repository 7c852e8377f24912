using Microsoft.Extensions.Options;
using Tenure.Server.Audit.Contracts;
using Tenure.Server.Audit.Tree;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform.Hosting;

namespace Tenure.Server.Audit;

/// <summary>The logs that show what happened to each device, and what operators did.</summary>
internal static class AuditModule
{
    public static IServiceCollection AddAudit(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LogOptions>().Bind(configuration.GetSection("Log")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LogOptions>, LogOptionsValidator>().AddScoped<LogLimits>();
        return services
            .AddScoped<IErasure, EraseActs>().AddScoped<IExportSource, ExportedActs>().AddScoped<DeviceLogBook>().AddScoped<OperatorLogBook>()
            .AddSingleton<LogSignal>().AddSingleton<LogMemory>().AddSingleton<LogSuccessions>().AddSingleton<TreeLog>().AddScoped<LogGrowth>().AddScoped<IStartUp, RequireKnownLog>()
            .AddSingleton<GrowLog>().AddHostedService(services => services.GetRequiredService<GrowLog>()).AddHostedService<SweepCheckpoints>()
            .AddScoped<LogProofs>().AddScoped<LogRenewal>().AddScoped<ConsentProofs>().AddScoped<ShownLog>().AddScoped<GetCheckpoint>().AddScoped<GetConsistency>();
    }

    public static void MapAudit(this IEndpointRouteBuilder app)
    {
        var log = app.MapGroup("/api/v1/log").WithTags("The log");
        var device = app.MapGroup("/api/v1/device").WithTags("The device itself");
        GetCheckpoint.Map(log, device);
        GetConsistency.Map(log, device);
    }
}
