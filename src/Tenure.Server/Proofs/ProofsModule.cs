using Tenure.Server.Exports.Contracts;
using Tenure.Server.Leaving.Contracts;
using Tenure.Server.Platform;
using Tenure.Server.Proofs.Contracts;

namespace Tenure.Server.Proofs;

internal static class ProofsModule
{
    public static IServiceCollection AddProofs(this IServiceCollection services)
    {
        services.AddSingleton<ProofLog>().AddScoped<ProofChanges>();
        services.AddScoped<RecoveryCodes>().AddScoped<GetRecoveryCodes>().AddScoped<DrawRecoveryCodes>();
        services.AddScoped<ProofCodes>().AddScoped<TwoProofs>().AddScoped<SendProofCode>().AddScoped<GetProtection>();
        services.AddScoped<AccountFreeze>().AddScoped<FreezeAccount>().AddScoped<LiftFreeze>().AddScoped<SetAlwaysAsk>().AddScoped<FreezeFromOutside>();
        services.AddHostedService<SweepProofCodes>();
        services.AddScoped<IErasure, EraseProofs>().AddScoped<IExportSource, ExportedProofs>();
        return services;
    }

    public static void MapProofs(this IEndpointRouteBuilder app)
    {
        var account = app.MapGroup("/api/v1/account").WithTags("Account").RequireAuthorization(Policies.Holder);
        GetRecoveryCodes.Map(account);
        DrawRecoveryCodes.Map(account);
        GetProtection.Map(account);
        SendProofCode.Map(account);
        FreezeAccount.Map(account);
        LiftFreeze.Map(account);
        SetAlwaysAsk.Map(account);
    }
}
