using Microsoft.Extensions.Options;
using Tenure.Server.Cases.Contracts;
using Tenure.Server.Cases.Pages;
using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Platform.Pages;

namespace Tenure.Server.Cases;

/// <summary>Cases: how somebody without access asks for an account or a device.</summary>
internal static class CasesModule
{
    public static IServiceCollection AddCases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CaseOptions>().Bind(configuration.GetSection("Cases")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CaseOptions>, CaseOptionsValidator>();
        services.AddSingleton<CasesLog>().AddScoped<CaseMails>().AddScoped<CaseDoor>().AddScoped<CaseChange>().AddScoped<CaseTraces>().AddScoped<CaseWorld>().AddScoped<CaseDocuments>();
        services.AddScoped<OpenCase>().AddScoped<ProveCaseContact>().AddScoped<SendCaseCode>().AddScoped<SendCaseLink>().AddScoped<UseCaseLink>().AddScoped<GetCase>().AddScoped<SubmitCase>().AddScoped<WithdrawCase>().AddScoped<WriteToCase>().AddScoped<ProveCaseDevice>();
        services.AddScoped<AnnounceCase>().AddScoped<ContestCase>().AddScoped<HolderCases>().AddScoped<SayMine>().AddScoped<CasesOnDevice>().AddScoped<EndRecovery>().AddScoped<TakeRecovery>().AddScoped<CaseDesk>().AddScoped<CaseIntake>().AddScoped<RestartCases>();
        services.AddScoped<IErasure, EraseCases>().AddScoped<IExportSource, ExportedCases>().AddScoped<IWhatStandsInTheWay, CasesInTheWay>();
        services.AddScoped<EndDecoys>().AddScoped<MakeDecoy>().AddHostedService<MakeDecoys>();
        services.AddHostedService<SweepCases>().AddHostedService<CountCases>();
        services.AddSingleton(new HeaderPart(typeof(CaseBanner)));
        services.AddScoped<TickCase>().AddHostedService<CarryCasesOn>();
        return services;
    }

    public static void MapCases(this IEndpointRouteBuilder app)
    {
        var cases = app.MapGroup("/api/v1/cases").WithTags("Cases").AllowAnonymous();
        OpenCase.Map(cases);
        SendCaseLink.Map(cases);
        var one = cases.MapGroup("/{number}");
        UseCaseLink.Map(one);
        GetCase.Map(one);
        ProveCaseContact.Map(one);
        SendCaseCode.Map(one);
        ProveCaseDevice.Map(one);
        WriteToCase.Map(one);
        SubmitCase.Map(one);
        WithdrawCase.Map(one);
        TakeRecovery.Map(one);

        var mine = app.MapGroup("/api/v1/account/cases").WithTags("Cases").RequireAuthorization(Policies.Holder);
        HolderCases.Map(mine);
        SayMine.Map(mine);
        EndRecovery.Map(mine);

        CasesOnDevice.Map(app.MapGroup("/api/v1/device/cases").WithTags("The device itself").AllowAnonymous());
    }
}
