using Microsoft.Extensions.Options;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Leaving.Pages;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Hosting;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Leaving;

/// <summary>How a person leaves: nothing of them stays, and no device is left that nobody can open.</summary>
internal static class LeavingModule
{
    public static IServiceCollection AddLeaving(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LeavingOptions>().Bind(configuration.GetSection("Leaving")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LeavingOptions>, LeavingOptionsValidator>();
        services.AddSingleton<LeavingLog>().AddSingleton<DeletionJournal>().AddScoped<Tombstones>().AddScoped<DeletionBook>().AddScoped<LeavingMails>().AddScoped<ListObstacles>();
        services.AddScoped<GetDeletion>().AddScoped<AskDeletion>().AddScoped<CallOffDeletion>().AddScoped<EraseAccount>().AddScoped<IExportSource, ExportedDeletion>();
        services.AddScoped<IStartUp, ReplayDeletions>().AddHostedService<CarryOutDeletions>();
        services.AddSingleton(new BannerPart(typeof(DeletionBanner)));
        return services;
    }

    public static void MapLeaving(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/v1/account").WithTags("Account").RequireAuthorization(Policies.Holder);
        GetDeletion.Map(account);
        AskDeletion.Map(account);
        CallOffDeletion.Map(account);
        SubmitCallOff.Map(app);
    }
}
